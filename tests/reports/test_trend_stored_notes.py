"""What was edited, hidden or written by hand in the report of a year stands in the 年度推移 too."""
import datetime
from itertools import product

import pytest

from cases.models import Footnote
from reports.public import public_copy
from reports.scope import scope_of
from reports.trend_grid import DISTRICTS
from reports.trends import TrendChoice, build_trend
from tests.factories import log_contact


@pytest.fixture
def years(small, coordinator):
    """令和3年度 and 令和4年度 logged in 大沢; 「食事」 is new in 令和3年度."""
    for year, day in product((2020, 2021, 2022), (1, 2)):
        log_contact(small, coordinator, "topic:health", date=datetime.date(year, 4, day))
    return small


def trend(of="categories"):
    return build_trend(scope_of(2022), TrendChoice("topic", 3, of)).trends[0]


def keep(small, supervisor, fiscal_year, **fields):
    return Footnote.objects.create(fiscal_year=fiscal_year, axis=small.axes["topic"], changed_by=supervisor, **fields)


def text_at(grid, label, place):
    """The notes behind a figure of a row; of a year, where there is no row."""
    row = next((each for each in grid.all_rows if each.label == label), None)
    marks = row.marks[place] if row else grid.years[place].mark
    return [note.text for note in grid.notes if note.mark in marks.replace("※", " ※").split()]


def test_an_edited_text_stands_in_place_of_the_codebooks(years, supervisor):
    before = text_at(trend(), "食事", 1)
    keep(years, supervisor, 2021, key="introduced-meal", text="食事の相談は令和3年度に始めました。", system_text=before[0])
    assert text_at(trend(), "食事", 1) == ["食事の相談は令和3年度に始めました。"] and len(before) == 1


def test_a_hidden_note_is_hidden_here(years, supervisor):
    keep(years, supervisor, 2021, key="introduced-meal", is_hidden=True, hidden_reason="見本")
    assert text_at(trend(), "食事", 1) == []


@pytest.mark.parametrize(("part", "place"), [("row", 2), ("count", 2), ("prior", 1)])
def test_a_note_by_hand_stands_at_the_figure_of_its_year(years, supervisor, part, place):
    keep(years, supervisor, 2022, part=part, category=years.categories["topic:health"], text="手で書いた注です。")
    found = [each for each in range(3) if "手で書いた注です。" in text_at(trend(), "健康・医療・介護", each)]
    assert found == [place]


def test_a_note_of_the_table_stands_at_its_year(years, supervisor):
    keep(years, supervisor, 2020, part="table", text="4月から数えています。")
    for of in ("categories", DISTRICTS):
        assert "4月から数えています。" in text_at(trend(of), None, 0)


def test_a_note_of_a_district_s_total_stands_at_the_district_and_one_of_months_and_percentages_nowhere(years, supervisor):
    keep(years, supervisor, 2022, part="count", district=years.districts["osawa"], text="大沢の注です。")
    keep(years, supervisor, 2022, part="monthly", category=years.categories["kind:case"], text="月の注です。")
    keep(years, supervisor, 2022, part="percent", category=years.categories["topic:health"], text="割合の注です。")
    grid = trend(DISTRICTS)
    assert text_at(grid, "大沢", 2) == ["大沢の注です。"] and text_at(grid, "連雀", 2) == []
    assert not {"月の注です。", "割合の注です。"} & {note.text for each in (grid, trend()) for note in each.notes}


@pytest.mark.parametrize(("count", "told"), [(1, "X"), (2, "2")])
def test_the_public_copy_leaves_small_figures_out_of_notes_too(years, supervisor, coordinator, count, told):
    keep(years, supervisor, 2022, part="table", text=f"うち{count}件は電話でした。")
    scope = scope_of(2022)
    copy = public_copy(build_trend(scope, TrendChoice("topic", 3)), scope, below=2)
    assert f"うち{told}件は電話でした。" in {note.text for note in copy.trends[0].notes}


def test_notes_are_numbered_as_the_table_is_read(years, supervisor):
    for fiscal_year, code, text in ((2022, "health", "上の行の新しい年です。"), (2021, "pr", "下の行の古い年です。")):
        keep(years, supervisor, fiscal_year, part="row", category=years.categories[f"topic:{code}"], text=text)
    keep(years, supervisor, 2022, part="table", text="見出しです。")
    told = [note.text for note in trend().notes if note.text.endswith("です。") and "年度" not in note.text]
    assert told == ["見出しです。", "上の行の新しい年です。", "下の行の古い年です。"]
