"""What was printed as a note of a published figure stands under the table of that year's report, numbered with the others."""
import pytest

from cases.models import Footnote, PublishedFigure
from reports.layout import build, build_with_notes
from reports.scope import scope_of

pytestmark = pytest.mark.either
WORDS = "電話には留守番電話を含みます。"


@pytest.fixture
def printed(small):
    """大沢's topics of 令和2年度 as published; `note` puts a text to one of them."""
    def note(text, code="health", district="osawa", month=None, axis="topic"):
        for each, value in (("health", 40), ("meal", 3), ("housing", 2), ("pr", 11)):
            PublishedFigure.objects.get_or_create(
                fiscal_year=2020, district=small.districts["osawa"], axis=small.axes["topic"],
                category=small.categories[f"topic:{each}"], month=None, defaults={"value": value})
        place = small.districts[district] if district else None
        category = small.categories[f"{axis}:{code}"] if code else None
        return PublishedFigure.objects.update_or_create(
            fiscal_year=2020, district=place, axis=small.axes[axis], category=category, month=month,
            defaults={"value": 40 if code == "health" else 56, "note": text})[0]
    return note


def topics(axis="topic"):
    return build(scope_of(2020)).table(axis)


@pytest.mark.parametrize("text", [WORDS, f"※1 {WORDS}", f"＊{WORDS}", f"※２　{WORDS}"])
def test_it_stands_at_its_figure_without_its_old_mark(printed, text):
    printed(text)
    grid = topics()
    health = next(row for row in grid.rows if row.code == "health")
    assert WORDS in [note.text for note in grid.notes]
    mark = next(note.mark for note in grid.notes if note.text == WORDS)
    assert health.cells["osawa"].mark == mark and all(row.cells["osawa"].mark != mark for row in grid.rows if row is not health)


@pytest.mark.parametrize("mark", ["※", "※　", "※1 "])
def test_a_number_that_is_counted_is_no_part_of_the_mark(printed, mark):
    printed(f"{mark}45件には重複を含みます。")
    assert "45件には重複を含みます。" in [note.text for note in topics().notes]


def test_one_of_all_districts_stands_at_their_sum(printed):
    printed(WORDS, code="", district=None)
    grid = topics()
    mark = next(note.mark for note in grid.notes if note.text == WORDS)
    assert grid.total.sums.mark == mark and grid.total.cells["osawa"].mark != mark


def test_a_mark_alone_is_no_note(printed):
    printed("※1")
    assert not [note for note in topics().notes if "※" in note.text]


def test_it_can_be_edited_and_hidden_like_any_other(printed, small, supervisor):
    printed(WORDS)
    key = next(each.note.key for each in build_with_notes(scope_of(2020))[1]["topic"].all if each.note.text == WORDS)
    kept = Footnote.objects.create(fiscal_year=2020, axis=small.axes["topic"], key=key, text="留守番電話も数えています。",
                                   system_text=WORDS, changed_by=supervisor)
    assert "留守番電話も数えています。" in [note.text for note in topics().notes]
    Footnote.objects.filter(pk=kept.pk).update(is_hidden=True, hidden_reason="見本")
    assert not [note for note in topics().notes if "留守番電話" in note.text]


def test_one_of_a_month_stands_under_the_monthly_table(printed):
    printed(WORDS, code="case", axis="kind", month=4)
    report = build(scope_of(2020))
    monthly = next(each for each in report.monthly if each.kind == "case")
    assert [note.text for note in monthly.notes] == [WORDS] and monthly.mark == "※"
    assert WORDS not in [note.text for note in report.table("kind").notes]


def test_the_next_year_s_report_does_not_repeat_it(printed):
    printed(WORDS)
    assert WORDS not in [note.text for note in build(scope_of(2021)).table("topic").notes]
