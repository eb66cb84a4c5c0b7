"""Which columns a file of contact records needs, and may fill, follows the fiscal years and kinds of its rows."""
import pytest

from cases.models import Axis, Category, Contact

from .record_files import HEADINGS, as_csv, load_rows, plan, reasons, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.either]
LATE = {"日付": "2022-04-01"}


@pytest.fixture
def later(small):
    """An axis of one answer that is asked from 令和4年度 on."""
    axis = Axis.objects.create(code="time", name="時間帯", answer="single", first_year=2022, order=90)
    Category.objects.create(axis=axis, code="day", label="昼")
    return axis


def test_a_file_of_years_before_an_axis_needs_no_column_for_it(later):
    found, batch = load_rows(row("1"), row("2"))
    assert batch and not found.reading.file_errors and Contact.objects.count() == 2


def test_only_rows_of_years_that_need_it_are_wrong_and_say_why(later):
    found, _ = load_rows(row("1"), row("2", **LATE), skip_errors=True)
    assert (3, "時間帯", "") in reasons(found) and "令和4年度の記録には時間帯が要ります" in found.reading.row_errors[0].reason
    assert list(Contact.objects.values_list("record_number", flat=True)) == ["1"]


def test_a_file_whose_every_row_needs_it_is_told_once(later):
    found = plan(as_csv(table(row("1", **LATE), row("2", **LATE))))
    assert [(row, column) for row, column, _ in reasons(found)] == [(1, "時間帯")]


def test_with_the_column_both_years_come_in(later):
    lines = table(row("1"), row("2", 時間帯="昼", **LATE), headings=(*HEADINGS, "時間帯"))
    assert reasons(plan(as_csv(lines))) == []


def test_an_axis_of_several_answers_is_not_missed_before_its_year(later):
    Axis.objects.filter(pk=later.pk).update(answer="multiple")
    assert not [each for each in plan(as_csv(table(row("1")))).reading.warnings if each.column == "時間帯"]
    assert [each for each in plan(as_csv(table(row("1", **LATE)))).reading.warnings if each.column == "時間帯"]


@pytest.mark.parametrize(("day", "value", "expected"), [("2021-04-05", "昼", [(2, "時間帯", "昼")]), ("2021-04-05", "", []), ("2022-04-01", "昼", [])])
def test_an_answer_on_an_axis_outside_its_years_is_an_error_of_the_row_and_a_blank_is_none(later, day, value, expected):
    found = plan(as_csv(table(row("1", 時間帯=value, 日付=day), headings=(*HEADINGS, "時間帯"))))
    assert reasons(found) == expected
    assert all("この年度の分類にない軸です" in each.reason and "令和4年度から" in each.reason for each in found.reading.errors)


def test_so_is_one_on_an_axis_that_has_ended_and_the_other_rows_come_in(small):
    Axis.objects.filter(code="target").update(last_year=2021)
    found, _ = load_rows(row("1", **LATE), row("2", 支援対象者="高齢者", **LATE), skip_errors=True)
    assert reasons(found) == [(3, "支援対象者", "高齢者")] and "令和3年度まで" in found.reading.row_errors[0].reason
    assert list(Contact.objects.values_list("record_number", flat=True)) == ["1"]


@pytest.fixture
def narrow(later, small):
    """An axis of one answer that is asked for 新規相談 alone."""
    Axis.objects.filter(pk=later.pk).update(first_year=None)
    later.asked_for.set([small.categories["kind:new"]])
    return later


def test_a_file_of_kinds_that_an_axis_is_not_asked_for_needs_no_column_for_it(narrow):
    found, batch = load_rows(row("1"), row("2", 対応実績="研修"))
    assert reasons(found) == [] and batch and Contact.objects.count() == 2


def test_nor_is_an_axis_of_several_answers_missed_that_no_row_is_asked_for(narrow):
    Axis.objects.filter(pk=narrow.pk).update(answer="multiple")
    assert not [each for each in plan(as_csv(table(row("1")))).reading.warnings if each.column == "時間帯"]


def test_one_row_of_a_kind_that_is_asked_needs_it(narrow):
    found = plan(as_csv(table(row("1"), row("2", 対応実績="新規相談", 支援対象者="高齢者", 相談内容="食事"))))
    assert (1, "時間帯", "") in reasons(found)
