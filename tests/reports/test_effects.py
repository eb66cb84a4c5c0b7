"""What a change does to a report is told against what was known before: the zeros of an empty year were never printed."""
import datetime

from reports.effects import effect
from tests.factories import log_contact


def told(year, change):
    """What is told of a year when a change is made."""
    def trial(look):
        before = look()
        change()
        return before, look()
    return effect([year], trial)[0]


def changed(year, change):
    """The rows of the kinds' table that a change makes another, by label, with their sums."""
    found = next(each for each in told(year, change)["tables"] if each["title"].startswith("対応実績"))
    return {row["label"]: row["cells"][-1] for row in found["rows"]}


def test_the_first_record_of_a_year_comes_out_of_nothing_known(small, coordinator):
    assert changed(2021, lambda: log_contact(small, coordinator, date=datetime.date(2021, 5, 1))) == {
        "啓発": [None, 1], "合計": [None, 1]}


def test_the_next_one_comes_after_figures_and_after_zeros(small, coordinator):
    log_contact(small, coordinator, date=datetime.date(2021, 4, 1))
    assert changed(2021, lambda: log_contact(small, coordinator, "kind:new", "target:elderly", date=datetime.date(2021, 5, 1))) == {
        "新規相談": [0, 1], "合計": [1, 2]}


def test_published_figures_of_an_empty_year_lose_nothing(small, publish):
    assert told(2021, lambda: publish(("osawa", "kind", "new", 12, None)))["lost_count"] == 0


def test_a_figure_that_was_not_available_and_becomes_0_is_told(small, publish):
    publish(("osawa", "kind", "new", 3), ("osawa", "kind", None, 3), ("renjaku", "kind", "new", 4), ("renjaku", "kind", None, 4))
    assert changed(2021, lambda: publish(("osawa", "kind", "outreach", 0), ("renjaku", "kind", "outreach", 0))) == {"啓発": [None, 0]}


def test_a_published_0_of_a_year_without_figures_is_told_and_once_only(small, publish):
    assert changed(2021, lambda: publish(("osawa", "kind", "new", 0), ("renjaku", "kind", "new", 0)))["新規相談"] == [None, 0]
    assert "新規相談" not in changed(2021, lambda: publish(("osawa", "kind", "outreach", 0)))
