"""What was printed as a note of a published figure stands under the table of that year's report, numbered with the others."""
import pytest

from cases.models import Footnote, PublishedFigure
from reports.grid import marks_in
from reports.layout import build, build_with_notes
from reports.scope import scope_of
from tests.factories import log_contact

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
    assert mark in marks_in(grid.total.sums.mark) and mark not in marks_in(grid.total.cells["osawa"].mark)


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


AGAIN = f"令和2年度の数について：{WORDS}"


def of_next_year(code="health"):
    """The texts under the next year's table, and the marks beside the figures of a row: 大沢's, last year's of it, and of 合計."""
    grid = build(scope_of(2021)).table("topic")
    row = next(each for each in (*grid.rows, grid.total) if each.code == code)
    texts = {note.mark: note.text for note in grid.notes}
    return [*texts.values()], *([texts[mark] for mark in marks_in(marks)] for marks in (
        row.cells["osawa"].mark, row.cells["osawa"].beside_prior, row.sums.beside_prior))


@pytest.fixture
def followed(printed, small, coordinator):
    """A contact of the year after the printed one, so that the printed figures stand in its （　）."""
    log_contact(small, coordinator, "topic:health", "topic:meal")
    return printed


def test_the_next_year_s_report_repeats_it_beside_last_year_s_figure(followed):
    followed(WORDS)
    texts, own, prior, total = of_next_year()
    assert AGAIN in texts and (own, prior, total) == ([], [AGAIN], [])


def test_one_of_all_districts_is_repeated_at_last_year_s_sum(followed):
    followed(WORDS, code="", district=None)
    assert of_next_year(None)[1:] == ([], [], [AGAIN])


def test_one_of_a_figure_that_is_not_there_is_not_repeated(followed, small):
    followed(WORDS, code="meal").delete()  # 食事 is new in 令和3年度
    PublishedFigure.objects.create(fiscal_year=2020, district=small.districts["osawa"], axis=small.axes["topic"],
                                   category=small.categories["topic:meal"], value=None, note=WORDS)
    followed(WORDS, code="pr")  # 事業PR has no row in 令和3年度
    followed(WORDS, code="case", axis="kind", month=4)
    assert not [each for each in of_next_year()[0] if WORDS in each]


def test_the_same_words_at_both_figures_are_one_note(followed, small):
    followed(WORDS)
    for code, note in (("health", WORDS), ("meal", "")):
        PublishedFigure.objects.create(fiscal_year=2021, district=small.districts["osawa"], axis=small.axes["topic"],
                                       category=small.categories[f"topic:{code}"], value=50, note=note)
    texts, own, prior, _ = of_next_year()
    assert (own, prior) == ([WORDS], [WORDS]) and AGAIN not in texts


def test_it_is_repeated_as_last_year_s_report_has_it(followed, small, supervisor):
    followed(WORDS)
    kept = Footnote.objects.create(fiscal_year=2020, axis=small.axes["topic"], key="printed-health-osawa", text="留守番電話も数えています。",
                                   system_text=WORDS, changed_by=supervisor)
    assert of_next_year()[2] == ["令和2年度の数について：留守番電話も数えています。"]
    Footnote.objects.filter(pk=kept.pk).update(is_hidden=True, hidden_reason="見本")
    assert of_next_year()[2] == []


def test_there_it_can_be_edited_and_hidden_for_itself(followed, small, supervisor):
    followed(WORDS)
    key = next(each.note.key for each in build_with_notes(scope_of(2021))[1]["topic"].all if each.note.text == AGAIN)
    Footnote.objects.create(fiscal_year=2021, axis=small.axes["topic"], key=key, is_hidden=True, hidden_reason="見本", changed_by=supervisor)
    assert of_next_year()[2] == [] and WORDS in [note.text for note in topics().notes]


@pytest.mark.parametrize(("part", "district", "place"), [("count", "osawa", 2), ("count", None, 3), ("row", None, None)])
def test_one_by_hand_at_a_figure_is_repeated_too(followed, small, supervisor, part, district, place):
    followed("")
    followed("", code="health", district=None)
    Footnote.objects.create(fiscal_year=2020, axis=small.axes["topic"], part=part, category=small.categories["topic:health"],
                            district=small.districts[district] if district else None, text=WORDS, changed_by=supervisor)
    found = of_next_year()
    assert [found[at] == [AGAIN] for at in (2, 3)] == [at == place for at in (2, 3)] and (AGAIN in found[0]) is (place is not None)


def test_one_of_a_figure_that_was_not_known_stands_at_its_dash(followed, small):
    followed("")
    PublishedFigure.objects.filter(category=small.categories["topic:housing"]).update(value=None, note="当時は数えていない")
    texts, own, prior, _ = of_next_year("housing")
    assert "令和2年度の数について：当時は数えていない" in texts and own == [] and prior == ["令和2年度の数について：当時は数えていない"]
