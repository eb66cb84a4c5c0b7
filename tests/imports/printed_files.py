"""The reference report's tables as sheets, laid out as in the print."""
from tests.reference import REFERENCE

MONTHS = [f"{month}月" for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)]
FOOTNOTES = {
    "kind": ["※「研修」については令和３年度より新たに項目を設置。"],
    "topic": ["※1「食事」については令和３年度より新たに項目を設置したため前年度の実績なし。",
              "※2 令和２年度は「家族・親族」の項目があり実績が 23 件あった。",
              "※3 令和２年度は「事業 PR」の項目があり実績が 111 件あった。"],
}


def figure(value: int) -> str:
    """1,824."""
    return f"{value:,}"


def beside(row: dict) -> str:
    """94（132）, 45 ※, 80     ※1: a figure with last year's."""
    prior = row.get("大沢（前年度）")
    return f"{figure(row['大沢'])}（{figure(prior)}）" if prior is not None else f"{figure(row['大沢'])} {row.get('note', '※')}"


def crosstab(axis: str, number: int) -> list[list]:
    """One 内訳 table with its title, headings, rows and notes; 合計 and its share in one cell."""
    table = REFERENCE["tables"][axis]
    lines = [[f"（{number}）{table['title']}"], [], ["", "大沢（前年度）", "連雀", "合計"]]
    for row in [*table["rows"], table["total"]]:
        share = f"  ({row['割合']}%)" if row["割合"] and row["label"] != "合計" else ""
        lines.append([row["label"], beside(row), figure(row["連雀"]), figure(row["合計"]) + share])
    return [*lines, *([text] for text in FOOTNOTES.get(axis, [])), []]


def monthly(kind: str, number: str, noun: str) -> list[list]:
    """A monthly table: districts down, months across."""
    rows = REFERENCE["monthly"][kind]["rows"]
    return [[f"{number}{kind}{noun}"], ["", *MONTHS, "合計"], *([name, *map(figure, counts)] for name, counts in rows.items()), []]


def report() -> list[list]:
    """All tables of the reference report, one below the other, as in its print."""
    lines = [["三鷹市地域福祉コーディネーターによる共助支援事業"], ["令和３年度実績報告書"], []]
    lines += crosstab("kind", 1) + monthly("新規相談", "①", "件数") + monthly("ケース対応", "②", "回数")
    for number, axis in enumerate([axis for axis in REFERENCE["tables"] if axis != "kind"], 2):
        lines += crosstab(axis, number)
    return lines
