"""Published figures that do not add up stay as they were printed, and every output says so under the table, and by how much."""
import io

import pytest
from openpyxl import load_workbook

from cases.models import District, Footnote
from reports import checks
from reports.grid import MASKED, marks_in
from reports.joint import with_joint
from reports.layout import build, build_with_notes
from reports.notes import UNEQUAL
from reports.outputs import FORMATS
from reports.public import build_public
from reports.scope import scope_of
from reports.trend_grid import CATEGORIES, DISTRICTS
from reports.trends import TrendChoice, build_trend
from tests.factories import log_contact
from tests.reports.factories import CONTEXT
from tests.reports.readers import pdf_text

pytestmark = pytest.mark.either
MONTHS = "公表した数をそのまま載せています。各月を足した数と年間の数には差があります（大沢：足すと94件、年間95件、差1件）。"


@pytest.fixture
def printed(publish):
    """大沢's topics and kinds of 令和3年度 as published: neither closes."""
    publish(("osawa", "topic", "health", 95), ("osawa", "topic", "meal", 75), ("osawa", "topic", "housing", 0), ("osawa", "topic", "", 169),
            ("osawa", "kind", "case", 95), ("osawa", "kind", "new", 0), ("osawa", "kind", "outreach", 0), ("osawa", "kind", "training", 0), ("osawa", "kind", "", 95),
            ("osawa", "kind", "case", 50, 4), *(("osawa", "kind", "case", 4, month) for month in (*range(5, 13), 1, 2, 3)))


def only(codes=("osawa",)):
    return scope_of(2021, codes)


def test_the_table_and_its_marks_say_it(printed):
    grid = build(scope_of(2021)).table("topic")
    [note] = [each for each in grid.notes if each.of_sums]
    assert "大沢：足すと170件、合計169件、差1件" in note.text
    assert note.mark in marks_in(grid.total.cells["osawa"].mark) and not any(note.mark in marks_in(row.cells["osawa"].mark) for row in grid.rows)


def test_a_month_table_says_it(printed):
    monthly = next(each for each in build(only()).monthly if each.kind == "case")
    assert [note.text for note in monthly.notes] == [MONTHS] and monthly.mark == "※"


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json", "html", "pdf"])
def test_every_output_says_it(printed, kind, pdf_bytes):
    report = with_joint(build(only()), only())
    content = pdf_bytes(report) if kind == "pdf" else FORMATS[kind].write(report, CONTEXT)
    text = text_of(kind, content)
    assert "各項目を足した数と合計には差があります（大沢：足すと170件、合計169件、差1件）。" in text and MONTHS in text


def text_of(kind, content):
    if kind == "pdf":
        return "".join(pdf_text(content).split())
    if kind == "xlsx":
        sheets = load_workbook(io.BytesIO(content))
        return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
    return content.decode()


def test_figures_that_add_up_have_no_such_note(publish):
    publish(("osawa", "topic", "health", 95), ("osawa", "topic", "meal", 75), ("osawa", "topic", "housing", 0), ("osawa", "topic", "", 170))
    report = build(scope_of(2021))
    assert not [note for grid in (*report.tables, *report.monthly) for note in grid.notes if note.of_sums]


def test_where_a_row_is_not_known_the_sum_may_hold_it(publish):
    publish(("osawa", "topic", "health", 95), ("osawa", "topic", "meal", 75), ("osawa", "topic", "", 175))
    assert not [note for note in build(only()).table("topic").notes if note.of_sums]


def test_a_sum_cannot_be_less_than_what_is_known(publish):
    publish(("osawa", "topic", "health", 95), ("osawa", "topic", "meal", 75), ("osawa", "topic", "", 169))
    [note] = [each for each in build(only()).table("topic").notes if each.of_sums]
    assert "大沢：数の分からないものを除いて足すと170件、合計169件、差1件" in note.text


def test_the_districts_beside_a_published_figure_of_all(publish):
    publish(*((place, "kind", "case", value) for place, value in (("osawa", 40), ("renjaku", 30), ("", 71))))
    grid = build(scope_of(2021)).table("kind")
    [note] = [each for each in grid.notes if each.of_sums]
    case = next(row for row in grid.rows if row.code == "case")
    assert "各地区を足した数と合計の欄の数には差があります（ケース対応：足すと70件、合計71件、差1件）。" in note.text
    assert note.mark in marks_in(case.sums.mark)


def test_a_table_of_one_answer_beside_the_kinds(publish):
    publish(*(("osawa", "kind", code, value) for code, value in (("case", 100), ("new", 20), ("outreach", 0), ("training", 0))),
            ("osawa", "target", "elderly", 80), ("osawa", "target", "child", 39))
    report = build(only())
    grid = report.table("target")
    [note] = [each for each in grid.notes if each.of_sums]
    assert note.text == ("公表した数をそのまま載せています。対象となる対応実績の合計とこの表の合計には差があります"
                         "（大沢：足すと120件、この表の合計119件、差1件）。")
    assert note.mark in marks_in(grid.total.cells["osawa"].mark) and any("一致しません" in each for each in checks.findings(report))


def test_the_year_of_the_months_beside_the_year_of_the_kinds(publish, small, coordinator):
    publish(("osawa", "kind", "case", 5), ("osawa", "kind", "new", 0), ("osawa", "kind", "outreach", 0), ("osawa", "kind", "training", 0))
    publish(*(("osawa", "kind", "case", 0, month) for month in range(1, 13)))
    monthly = next(each for each in build(only()).monthly if each.kind == "case")
    assert [note.of_sums for note in monthly.notes] == [True]


def test_the_next_year_repeats_it_beside_last_year_s_figure(publish, small, coordinator):
    publish(("osawa", "topic", "health", 95), ("osawa", "topic", "housing", 75), ("osawa", "topic", "pr", 0), ("osawa", "topic", "", 169), year=2020)
    log_contact(small, coordinator, "topic:health")
    grid = build(only()).table("topic")
    [note] = [each for each in grid.notes if each.of_sums]
    assert note.text.startswith("令和2年度の数について：公表した数をそのまま載せています。")
    assert note.mark in marks_in(grid.total.cells["osawa"].beside_prior)


def test_a_district_of_last_year_that_has_no_column_is_no_gap(publish, small, coordinator):
    District.objects.filter(code="renjaku").update(starts_on="2020-04-01", ends_on="2021-03-31")
    small.districts["new"] = District.objects.create(code="new", name="新", starts_on="2020-04-01", order=9)
    publish(("osawa", "kind", "case", 40), ("renjaku", "kind", "case", 30), ("new", "kind", "case", 5), ("", "kind", "case", 75), year=2020)
    log_contact(small, coordinator, "kind:case")
    assert not [note for note in build(scope_of(2021)).table("kind").notes if note.of_sums]


@pytest.mark.parametrize(("of", "axis", "words"), [
    (CATEGORIES, "topic", "（合計の欄：足すと110件、合計111件、差1件）"), (DISTRICTS, "kind", "（合計：足すと70件、合計71件、差1件）")])
def test_a_trend_says_it_at_the_sum_of_its_year(publish, of, axis, words):
    publish(("osawa", "topic", "health", 40), ("osawa", "topic", "meal", 70), ("osawa", "topic", "housing", 0), ("osawa", "topic", "", 111),
            *(("renjaku", "topic", code, 0) for code in ("health", "meal", "housing", "")),
            *((place, "kind", "", value) for place, value in (("osawa", 40), ("renjaku", 30), ("", 71))))
    [trend] = build_trend(scope_of(2021), TrendChoice(axis, 2, of)).trends
    [note] = [each for each in trend.notes if each.of_sums]
    assert words in note.text and marks_in(trend.total.cells[-1].mark) == [note.mark]


def test_it_can_be_hidden(printed, small, supervisor):
    key = next(each.note.key for each in build_with_notes(scope_of(2021))[1]["topic"].all if each.note.key.startswith(UNEQUAL))
    Footnote.objects.create(fiscal_year=2021, axis=small.axes["topic"], key=key, is_hidden=True, hidden_reason="見本", changed_by=supervisor)
    assert not [note for note in build(scope_of(2021)).table("topic").notes if note.of_sums]


def test_a_public_copy_says_it_where_every_figure_stays(publish):
    publish(("osawa", "topic", "health", 95), ("osawa", "topic", "meal", 75), ("osawa", "topic", "housing", 0), ("osawa", "topic", "", 160))
    grid = build_public(scope_of(2021), 3).table("topic")
    assert [note.text for note in grid.notes if note.of_sums][0].endswith("差10件）。")


def test_a_public_copy_says_nothing_of_sums_where_a_figure_is_left_out(publish, small, supervisor):
    publish(("osawa", "topic", "health", 95), ("osawa", "topic", "meal", 2), ("osawa", "topic", "housing", 7), ("osawa", "topic", "", 120))
    Footnote.objects.create(fiscal_year=2021, axis=small.axes["topic"], part="row", category=small.categories["topic:housing"], text="見本の注",
                            changed_by=supervisor)
    whole, copy = build(scope_of(2021)).table("topic"), build_public(scope_of(2021), 3).table("topic")
    assert [note.of_sums for note in whole.notes].count(True) == 1 and [each.mark for each in whole.notes][0] == "※1"
    assert [each.mark for each in copy.notes] == ["※", MASKED] and not any(each.of_sums for each in copy.notes)
    assert copy.total.cells["osawa"].mark == ""


@pytest.mark.parametrize(("new", "is_said"), [(2, False), (20, True)])
def test_a_public_copy_tells_no_sum_of_kinds_where_one_of_them_is_left_out(publish, new, is_said):
    publish(*(("osawa", "kind", code, value) for code, value in (("case", 100), ("new", new), ("outreach", 0), ("training", 0))),
            ("osawa", "target", "elderly", 90), ("osawa", "target", "child", 60))
    copy = build_public(only(), 3).table("target")
    assert MASKED not in copy.total.counts and any(note.of_sums for note in copy.notes) is is_said
