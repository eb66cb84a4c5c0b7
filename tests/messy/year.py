"""A clean year of contact records of the small council, invented from a seed, and the plain file that says it."""
import random
from dataclasses import dataclass
from datetime import date, timedelta

PLAIN = ("記録番号", "日付", "所要分", "地区", "担当者", "世帯番号", "記録")
SINGLE = ("対応実績", "相談者", "対応方法", "支援対象者")
SEVERAL = ("相談内容", "対応内訳")
LABELS = {
    "対応実績": ["新規相談", "ケース対応", "啓発", "研修"], "相談者": ["市民（本人）", "市民（家族）", "その他"],
    "対応方法": ["電話", "訪問", "メール"], "支援対象者": ["高齢者", "子ども"],
    "相談内容": ["健康・医療・介護", "食事", "住まい・道路"], "対応内訳": ["傾聴", "情報提供", "関係機関へのつなぎ"],
}
FIRST = date(2021, 4, 1)


@dataclass
class Record:
    """One contact as it really was; `chosen` are labels by axis, `main` the one of 対応内訳 that counts most, or ""."""

    number: str
    date: date
    minutes: int
    district: str
    people: list[str]
    household: str
    text: str
    chosen: dict[str, list[str]]
    main: str = ""


def clean_year(seed: int, size: int = 24) -> list[Record]:
    """Records of 令和3年度 in the order of their dates, several on one day among them; the same for the same seed."""
    chance = random.Random(seed)
    days = sorted(chance.choices([FIRST + timedelta(days=n) for n in range(365)], k=max(size * 2 // 3, 1)))
    days = sorted([*days, *chance.choices(days, k=size - len(days))])
    return [_record(chance, number, day) for number, day in enumerate(days, start=1)]


def _record(chance: random.Random, number: int, day: date) -> Record:
    kind = chance.choice(LABELS["対応実績"])
    chosen = {"対応実績": [kind], "相談者": [chance.choice(LABELS["相談者"])], "対応方法": [chance.choice(LABELS["対応方法"])],
              "支援対象者": [chance.choice(LABELS["支援対象者"])] if kind in ("新規相談", "ケース対応") else [],
              **{axis: sorted(chance.sample(LABELS[axis], chance.randint(0, 3)), key=LABELS[axis].index) for axis in SEVERAL}}
    main = chance.choice(["", *chosen["対応内訳"]])
    return Record(f"A{number}", day, chance.choice([5, 10, 30, 90]), chance.choice(["大沢", "連雀"]),
                  chance.choice([["見本 osawa"], ["見本 osawa", "見本 renjaku"]]), chance.choice(["", "S1", "S2"]),
                  chance.choice(["見本の記録", "=見本、電話で", "二行の\n見本"]), chosen, main)


def plain_file(records: list[Record]) -> list[list]:
    """The year as a table without any fault."""
    return [[*PLAIN, *SINGLE, *SEVERAL], *[_line(each) for each in records]]


def _line(record: Record) -> list:
    said = {"記録番号": record.number, "日付": record.date.isoformat(), "所要分": str(record.minutes), "地区": record.district,
            "担当者": ";".join(record.people), "世帯番号": record.household, "記録": record.text}
    values = [";".join(("◎" if label == record.main and axis == "対応内訳" else "") + label for label in labels)
              for axis, labels in record.chosen.items()]
    return [*said.values(), *values]
