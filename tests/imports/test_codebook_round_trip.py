"""load(export(x)) = x for the whole codebook, whatever it says, in whatever order its rows, sheets and columns stand."""
import datetime
import io
import random

import openpyxl
import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases.imports import codebook_cells, sheets, workbook_process
from cases.imports.codebook_cells import Upload
from cases.imports.codebook_file import PARTS
from cases.imports.limits import Limits
from cases.services.codebook import load_codebook
from cases.services.codebook_export import export_codebook
from cases.services.codebook_state import stored, write

pytestmark = [pytest.mark.django_db, pytest.mark.either]
EMPTY = {part.name: {} for part in PARTS}
ONE_WAVE = {0xFF5E: 0x301C}  # CP932 has ～ only, and reading makes it 〜
NAMES = st.text("あア亜aA1髙～〜（）・=+'、 ", min_size=1, max_size=6).map(str.strip).filter(bool)
YEAR = st.none() | st.integers(2015, 2024)


@pytest.fixture
def in_this_process(monkeypatch):
    """Read workbooks without a process of their own, which takes half a second each."""
    def read(content, file_name):
        return [sheets._sheet(each) for each in workbook_process.read(content, vars(Limits()) | {"measure": False})["sheets"]]
    monkeypatch.setattr(codebook_cells, "read_sheets", read)


def years(draw):
    return dict(zip(("first_year", "last_year"), sorted([draw(YEAR) or 2010, draw(YEAR) or 2030]), strict=True))


@st.composite
def codebooks(draw):
    """A codebook that uses every switch: two levels, 再掲, ◎, merged, split, renamed, with rules of earlier years."""
    state = {part.name: {} for part in PARTS}
    choose = lambda *values: draw(st.sampled_from(values))  # noqa: E731
    for number, code in enumerate(("kind", "a", "b")):
        rules = {"unit": choose("件", "回", "人"), "percent_base": choose("none", "mentions", "records"),
                 "rounding": choose("plain", "sum100"), "prior_as": choose("bracket", "difference", "rate", "ratio"),
                 "trend_years": choose(0, 2, 10), "trend_across": choose("columns", "rows"),
                 "counts": choose("contacts", "people") if number else "contacts"}
        asked = tuple(sorted(draw(st.sets(st.sampled_from(["c0", "c1"]))))) if number else ()
        state["軸"][(code,)] = {
            "code": code, "name": f"{draw(NAMES)}軸{number}".translate(ONE_WAVE), "answer": choose("multiple", "multiple_main") if number else "single",
            "asked_for": asked, "source": "contact", "order": draw(st.integers(0, 9)), **(years(draw) if number == 2 else {"first_year": None, "last_year": None}), **rules}
        if number and draw(st.booleans()):
            state["旧規則"][(code, 2019)] = {"axis": code, "last_year": 2019, "answer": "multiple", "asked_for": asked, **rules}
        for place in range(3):
            category = f"c{place}"
            state["分類"][(code, category)] = {
                "axis": code, "code": category, "label": f"{draw(NAMES)}{place}".translate(ONE_WAVE),
                "parent": "c0" if place == 2 and draw(st.booleans()) else "", "recount": draw(st.booleans()), "first_year": None,
                "last_year": None, "merged_into": choose("", "kind:c0") if (code, place) != ("kind", 0) else "",
                "split_from": choose("", "kind:c1") if (code, place) != ("kind", 1) else "",
                "note": draw(st.just("") | NAMES).translate(ONE_WAVE), "aliases": choose("", f"別{place};名{place}"),
                "age_from": None, "age_to": None, "monthly": code == "kind" and draw(st.booleans()), "order": draw(st.integers(0, 9))}
            if draw(st.booleans()):
                state["旧名称"][(code, category, "", 2018)] = {
                    "axis": code, "code": category, "district": "", "last_year": 2018, "label": f"旧{place}", "monthly": False,
                    "defined": draw(st.booleans()), "parent": "c0" if place == 1 and draw(st.booleans()) else "", "recount": draw(st.booleans()),
                    "note": draw(st.just("") | NAMES).translate(ONE_WAVE), "aliases": choose("", f"旧別{place}"), "order": draw(st.integers(0, 9))}
    if draw(st.booleans()):
        for code, start in (("east", datetime.date(2015, 4, 1)), ("west", datetime.date(2018, 4, 1))):
            state["地区"][(code,)] = {"code": code, "name": code, "starts_on": start, "ends_on": None, "towns_text": "", "order": 1}
        state["合同地区"][("both",)] = {"code": "both", "name": f"{draw(NAMES)}合同".translate(ONE_WAVE), "members": "east;west",
                                    "shown": choose("replace", "beside"), "order": draw(st.integers(0, 9)), **years(draw)}
    return state


def shuffled(content: bytes, seed: int) -> bytes:
    """The same workbook with its sheets, columns and rows in another order."""
    book, dice, out = openpyxl.load_workbook(io.BytesIO(content)), random.Random(seed), io.BytesIO()  # noqa: S311
    for sheet in dice.sample(book.worksheets, len(book.worksheets)):
        heading, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        places = dice.sample(range(len(heading)), len(heading))
        book.remove(sheet)
        page = book.create_sheet(sheet.title)
        for number, row in enumerate([heading, *dice.sample(rows, len(rows))], start=1):
            for column, place in enumerate(places, start=1):
                page.cell(number, column).value = row[place]
                page.cell(number, column).data_type = "s"  # openpyxl would take =x for a formula
    book.save(out)
    return out.getvalue()


def loaded_into_nothing(content: bytes):
    """The codebook that a file makes in an empty database, which is empty again afterwards."""
    with transaction.atomic():
        write(stored(), EMPTY)
        result = load_codebook(Upload("分類表.xlsx", content))
        found = stored()
        transaction.set_rollback(True)
    assert result.messages == []
    return found


@settings(max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codebooks(), st.integers(0, 1000))
def test_what_goes_out_comes_in_again(in_this_process, state, seed):
    with transaction.atomic():
        write(EMPTY, state)
        before = stored()
        content = export_codebook()
        transaction.set_rollback(True)
    assert loaded_into_nothing(content) == loaded_into_nothing(shuffled(content, seed)) == before


def test_the_demo_codebook_goes_out_and_changes_nothing_when_it_comes_in():
    load_codebook(django_settings.FIXTURES / "mitaka")
    result = load_codebook(Upload("分類表.xlsx", export_codebook()))
    assert (result.messages, result.changes, result.not_in_file, result.unchanged) == ([], [], [], 70)
