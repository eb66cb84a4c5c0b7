"""A workbook of contact records as a large office has them: fourteen columns, all axes, people, households, texts."""
import io
import random

import xlsxwriter

from cases import periods
from cases.models import Axis, Category, District, User
from cases.models.axes import KIND

YEAR = 2021
COORDINATORS = 12
FIELDS = ("記録番号", "日付", "時刻", "所要分", "地区", "担当者")
ANSWERS = {"topic": (1, 1, 2, 2, 3), "action": (1, 1, 2)}  # how many values a cell of several has
NOTE = "見本の記録です。電話で近況を伺い、困りごとをお聞きしました。次回は関係機関と一緒に訪問する予定です。"


def make_people() -> None:
    """The coordinators whom the files name, and the admin who imports them."""
    User.objects.bulk_create(User(username=f"bench{n}", name=f"見本 {n}号", password="!") for n in range(COORDINATORS))
    User.objects.create(username="benchadmin", name="見本 管理", role=User.Role.ADMIN, password="!")


def workbook(rows: int) -> bytes:
    """So many contacts of one year; the same number gives the same file. Needs codebook, districts and people."""
    chance, out = random.Random(rows), io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy/m/d"}) as book:
        sheet = book.add_worksheet("記録")
        for number, line in enumerate(_lines(chance, rows)):
            for place, cell in enumerate(line):
                if cell != "":
                    sheet.write(number, place, cell)
    return out.getvalue()


def _lines(chance: random.Random, rows: int):
    axes = list(Axis.objects.order_by("order"))
    yield [*FIELDS, *(axis.name for axis in axes), "世帯番号", "記録"]
    labels = {axis.code: [each.label for each in Category.objects.in_year(YEAR).filter(axis=axis)] for axis in axes}
    asked = {axis.code: {each.label for each in axis.asked_for.all()} for axis in axes}
    days = list(periods.days_of(*periods.fiscal_year_span(YEAR)))
    districts = list(District.objects.values_list("name", flat=True))
    for number in range(1, rows + 1):
        kind = chance.choice(labels[KIND])
        yield [f"B{number}", chance.choice(days), f"{chance.randrange(9, 17)}:{chance.randrange(60):02}", chance.choice((15, 30, 60)),
               chance.choice(districts), f"見本 {chance.randrange(COORDINATORS)}号",
               *(_answer(chance, axis, kind, labels[axis.code], asked[axis.code]) for axis in axes),
               f"世帯{chance.randrange(rows // 20 + 1)}" if chance.random() < 0.5 else "", f"{NOTE}（{number}）"]


def _answer(chance: random.Random, axis: Axis, kind: str, labels: list[str], asked: set[str]) -> str:
    if asked and kind not in asked:
        return ""
    if axis.code == KIND:
        return kind
    return ";".join(chance.sample(labels, 1 if axis.single else chance.choice(ANSWERS.get(axis.code, (1,)))))
