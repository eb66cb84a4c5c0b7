"""Small reports made by hand, so that outputs are tested without a database."""
import dataclasses
from datetime import date

from reports.grid import Column, Grid, MonthlyGrid, MonthlyRow, Note, Report, Row
from reports.outputs import Context

CONTEXT = Context("見本市社会福祉協議会", "見本市地域福祉コーディネーター事業", date(2022, 4, 5))
OSAWA, RENJAKU = Column("osawa", "大沢", True), Column("renjaku", "連雀", False)
MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)


def changed(thing, **fields):
    """A copy of any part of a report with other fields."""
    return dataclasses.replace(thing, **fields) if dataclasses.is_dataclass(thing) else thing._replace(**fields)


def make_row(code, label, osawa, renjaku, total, percent=None, **fields):
    """A row of two districts; a district is (count, prior) or its beginning."""
    counts, priors = zip(*((*figures, None)[:2] for figures in (osawa, renjaku)), strict=True)
    return Row(code, label, (OSAWA, RENJAKU), counts, priors, total, None, percent, **fields)


def make_topics(first_label="健康・医療・介護"):
    """相談内容 with a new category, a true zero, one below another, a 再掲 and two notes."""
    return Grid(
        "topic", "相談内容内訳", "件", (OSAWA, RENJAKU), (
            make_row("health", first_label, (1446, 1225), (355,), 1801, "83.0"),
            make_row("ills", "病気", (1000, 700), (300,), 1300, "59.9", parent="health"),
            make_row("meal", "食事", (80,), (26,), 106, "4.9", mark="※1"),
            make_row("sport", "生涯学習・スポーツ", (2, 0), (0,), 2, "0.1"),
            make_row("work", "仕事・就業", (None, 32), (None,), None, None),
            make_row("again", "ひきこもり", (7, 5), (3,), 10, "0.5", recount=True),
        ), make_row(None, "合計", (1528, 1080), (381,), 1909, "100.0"),
        (Note("※1", "「食事」は令和3年度から新たに設けた項目のため、前年度の実績はありません。"),
         Note("※2", "令和2年度は「家族・親族」の項目があり、実績が23件ありました。")),
        "すべての対応記録を数えています。1件の対応記録に複数の項目を選べるため、合計は延べ件数です。", True)


def make_kinds():
    """対応実績 without shares."""
    return Grid("kind", "対応実績内訳", "件", (OSAWA, RENJAKU), (
        make_row("new", "新規相談", (94, 132), (75,), 169), make_row("case", "ケース対応", (956, 381), (868,), 1824),
    ), make_row(None, "合計", (1050, 513), (943,), 1993), (), "すべての対応記録を数えています。")


def make_monthly():
    """新規相談 by month, one month not available."""
    osawa = MonthlyRow("osawa", "大沢", (12, 10, 13, 10, 9, 4, 5, 5, 3, 10, 8, 5), 94)
    renjaku = MonthlyRow("renjaku", "連雀", (7, 10, 5, 6, 2, 1, 4, 14, 10, 4, 7, None), 75)
    total = MonthlyRow(None, "合計", (19, 20, 18, 16, 11, 5, 9, 19, 13, 14, 15, None), 169)
    return MonthlyGrid("new", "新規相談", "件", MONTHS, (osawa, renjaku), total)


def make_report(first_label="健康・医療・介護", **fields):
    """A report of two tables and a monthly one."""
    return Report(2021, "令和3年度", "令和2年度", (OSAWA, RENJAKU), (make_kinds(), make_topics(first_label)),
                  (make_monthly(),), **fields)
