"""What goes with the data for publication: its code table, the definition of every column, its notes."""
from collections.abc import Iterator

from cases.models.axes import KIND
from reports.grid import Report
from reports.trend_grid import CATEGORIES, DISTRICTS

from . import open_data as data
from .base import Context

CODE_HEADINGS = ("コード種別", "表コード", "コード", "名称", "説明")
DEFINITION_HEADINGS = ("対象", "項目", "型", "説明")
NOTE_HEADINGS = ("年度", "表コード", "注記番号", "注記")

_STATES = ((data.KNOWN, "数値", "「値」に数があります。0は、実際に0だったことを表します。"),
           (data.HIDDEN, "秘匿", "個人が特定されないよう伏せたため、「値」は空欄です。"),
           (data.UNKNOWN, "不明", "項目がなかった、または数が分からないため、「値」は空欄です。"))
_COLUMNS = (
    ("年度", "整数", "4月1日に始まる会計年度を、その4月の西暦で表します。2021は令和3年度です。"),
    ("期間種別", "文字列", "「年度」または「月」です。"),
    ("期間開始日", "日付", "値の対象となる期間の最初の日です（ISO 8601、YYYY-MM-DD）。"),
    ("期間終了日", "日付", "値の対象となる期間の最後の日です（その日を含みます）。"),
    ("表コード", "文字列", "表を表すコードです。codes.csvのコード種別「表」にあります。"),
    ("表名", "文字列", "表の名称です。"),
    ("項目コード", "文字列", "分類のコードです。codes.csvのコード種別「項目」にあります。「合計」は表の合計です。"),
    ("項目名", "文字列", "分類の名称です。"),
    ("親項目コード", "文字列", "上の段の分類のコードです。上の段がなければ空欄です。"),
    ("合計対象", "整数", "1は合計に含まれる行、0は含まれない行（合計そのもの、下の段、再掲）です。"),
    ("地区コード", "文字列", "地区のコードです。協議会が定めたもので、codes.csvのコード種別「地区」にあります。「合計」は全地区です。"),
    ("地区名", "文字列", "地区の名称です。"),
    ("指標コード", "文字列", "countは件数など、percentは表の中の割合です。codes.csvのコード種別「指標」にあります。"),
    ("値", "数値", "数だけを書いています。空欄の理由は「値の状態コード」にあります。"),
    ("値の状態コード", "文字列", "値があるか、なければその理由です。codes.csvのコード種別「値の状態」にあります。"),
    ("単位", "文字列", "値の単位です。"),
)


def code_rows(report: Report) -> Iterator[tuple[str, ...]]:
    """Every code of the data with its name: tables, categories, districts, measures, states."""
    for grid in report.tables:
        yield "表", "", grid.axis, data.plain(grid.title), data.plain(grid.rule)
    if report.monthly:
        yield "表", "", f"{data.MONTH_TABLE}.month", data.month_title(report), "月別に数える項目の表です。"
    for grid in report.tables:
        for row in grid.rows:
            yield "項目", grid.axis, row.code, data.plain(row.label), "再掲（合計に含みません）" if row.recount else ""
    for monthly in report.monthly:
        yield "項目", f"{data.MONTH_TABLE}.month", monthly.kind, data.plain(monthly.label), ""
    for trend in report.trends:
        yield "表", "", data.trend_table(trend), data.plain(trend.title), data.plain(f"{trend.basis}{trend.rule}")
        for row in trend.rows if trend.of == CATEGORIES else ():
            yield "項目", data.trend_table(trend), row.code, data.plain(row.label), "再掲（合計に含みません）" if row.recount else ""
    yield "項目", "", data.TOTAL, data.TOTAL, "表の合計です。"
    known = {each.code: each.name for each in report.districts}
    for trend in (each for each in report.trends if each.of == DISTRICTS):
        known |= {row.code: row.label for row in trend.rows if row.code not in known}
    for code, name in known.items():
        yield "地区", "", code, data.plain(name), "協議会が定めた地区です。全国共通のコードはありません。"
    for joint in report.joints:
        members = "・".join(known.get(code, code) for code in joint.members)
        yield "地区", "", joint.code, data.plain(joint.name), data.plain(f"{members}を合わせた合同地区です。")
    yield "地区", "", data.TOTAL, data.TOTAL, "この報告に含む地区の合計です。"
    yield "指標", "", data.COUNT, "件数", "対応記録などの数です。単位は「単位」の列にあります。"
    yield "指標", "", data.SHARE, "割合", "表の中で占める割合（％）です。"
    yield from (("値の状態", "", *each) for each in _STATES)


def definition_rows(report: Report, context: Context) -> Iterator[tuple[str, ...]]:
    """The data set as a whole, then its columns."""
    whole = "データ全体"
    yield whole, "名称", "文字列", f"{report.label} 地域福祉コーディネーター実績報告 公開用データ"
    yield whole, "作成者", "文字列", data.plain(context.council)
    yield whole, "事業名", "文字列", data.plain(context.programme)
    yield whole, "作成日", "日付", context.made_on.isoformat()
    yield whole, "文字コード", "文字列", "UTF-8（BOM付き）"
    yield whole, "改行", "文字列", "CRLF"
    yield whole, "区切り", "文字列", "カンマ。値にカンマや引用符があるときは二重引用符で囲みます。"
    yield whole, "構成", "文字列", "data.csv（値）、codes.csv（コード表）、definitions.csv（この定義書）、notes.csv（注記）"
    yield whole, "秘匿", "文字列", report.masks or "伏せた値はありません。"
    yield whole, "列の変更", "文字列", "列の名称と順序は、年度が変わっても変えません。増えた列は右端に加えます。"
    yield whole, "分類の変更", "文字列", "分類の新設・廃止・統合は、notes.csvに年度ごとに書いています。"
    yield whole, "先頭のアポストロフィ", "文字列", "表計算ソフトが数式とみなす文字で始まる文字列には、先頭に「'」を1つ付けています。"
    yield from (("data.csv", *each) for each in _COLUMNS)
    yield from (("codes.csv", each, "文字列", "コード表の列です。") for each in CODE_HEADINGS)
    yield from (("notes.csv", each, "整数" if each == "年度" else "文字列", "注記の列です。") for each in NOTE_HEADINGS)


def note_rows(report: Report) -> Iterator[tuple]:
    """The notes of each table, which stand in no figure's row."""
    for grid in report.tables:
        yield from ((report.fiscal_year, grid.axis, note.mark, data.plain(note.text)) for note in grid.notes)
    for monthly in report.monthly:
        yield from ((report.fiscal_year, f"{KIND}.{monthly.kind}.monthly", note.mark, data.plain(note.text)) for note in monthly.notes)
    for trend in report.trends:
        yield from ((report.fiscal_year, data.trend_table(trend), note.mark, data.plain(note.text)) for note in trend.notes)
