"""Which columns a file of contact records needs follows the fiscal years of its rows."""
import pytest

from cases.models import Axis, Category, Contact

from .record_files import HEADINGS, as_csv, load_rows, plan, reasons, row, table

pytestmark = pytest.mark.django_db
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
