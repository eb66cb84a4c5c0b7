"""Footnotes write themselves from the codebook, are numbered as the table is read, and stand where they belong."""
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Category, EarlierRule
from reports.book import BookCategory
from reports.footnotes import _Reading, table_notes
from reports.grid import Column, marks_in
from reports.layout import build
from reports.notes import COUNT, PERCENT, PRIOR, ROW, TABLE, Anchor, CodebookNote
from reports.scope import scope_of
from reports.stored_notes import StoredNote
from tests.factories import log_contact

ROWS = [BookCategory(number, 1, f"c{number}", f"項目{number}", None, False, True, False, True, True, None, "") for number in (1, 2, 3)]
COLUMNS = [Column("osawa", "大沢", True), Column("renjaku", "連雀", False)]
PLACES = [Anchor(TABLE, None, None), *(Anchor(part, row, None) for part in (ROW, PERCENT, COUNT, PRIOR) for row in (1, 2, 3, None)),
          *(Anchor(COUNT, row, code) for row in (1, None) for code in ("osawa", "renjaku")), Anchor(PRIOR, 2, "osawa")]


def by_hand(number, anchor, text="文", hidden=False):
    return StoredNote(number, 1, f"hand-{number}", anchor.part, anchor.category_id, anchor.district, text, "", hidden, "")


def marks_at(notes, anchor):
    """The marks that stand at one place of the table."""
    if anchor.part == TABLE:
        return notes.table
    marks = notes.rows[anchor.category_id]
    return {ROW: marks.label, PERCENT: marks.percent, COUNT: marks.counts.get(anchor.district),
            PRIOR: marks.priors.get(anchor.district)}[anchor.part]


WRITTEN = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from("甲乙丙丁"), st.booleans()), max_size=12)


@given(WRITTEN)
def test_notes_are_numbered_as_they_are_read_equal_ones_once_hidden_ones_not_at_all(written):
    stored = [by_hand(number, *each) for number, each in enumerate(written)]
    notes, reading = table_notes([], stored, ROWS, COLUMNS), _Reading(ROWS, COLUMNS)
    shown = [each for each in stored if not each.is_hidden]
    first = {text: min(reading.place_of([each.anchor]) for each in shown if each.text == text) for text in {each.text for each in shown}}
    assert len(notes.notes) == len(first) and [first[each.text] for each in notes.notes] == sorted(first.values())
    assert [each.mark for each in notes.notes] == (["※"] if len(first) == 1 else [f"※{n}" for n in range(1, len(first) + 1)])
    mark_of = {each.text: each.mark for each in notes.notes}
    assert all(mark_of[each.text] in marks_in(marks_at(notes, each.anchor)) for each in shown)
    assert all(not each.mark for each in notes.placed if each.note.is_hidden)


def test_the_table_is_read_from_its_title_down_row_by_row_and_what_has_no_place_comes_last():
    written = [CodebookNote("retired-x", "廃止", "最後"), CodebookNote("introduced-c2", "新設", "新設", (Anchor(PRIOR, 2),), frozenset({2}), 2)]
    stored = [by_hand(1, Anchor(COUNT, None, None), "合計"), by_hand(2, Anchor(TABLE, None, None), "題"),
              by_hand(3, Anchor(PERCENT, 1, None), "割合"), by_hand(4, Anchor(ROW, 2, None), "名称")]
    notes = table_notes(written, stored, ROWS, COLUMNS)
    assert [each.text for each in notes.notes] == ["題", "割合", "名称", "新設", "合計", "最後"]
    assert notes.explained == {2: "※4"} and notes.rows[2].priors == {} and notes.rows[2].change == "※4"


def test_a_note_whose_row_or_column_the_table_does_not_have_is_lost_and_not_forgotten():
    stored = [by_hand(1, Anchor(ROW, 9, None)), by_hand(2, Anchor(COUNT, 1, "nowhere")), by_hand(3, Anchor(PRIOR, 1, "renjaku"))]
    notes = table_notes([], stored, ROWS, COLUMNS)
    assert notes.lost == stored and notes.notes == ()


@pytest.fixture
def contacts(small, coordinator):
    """A contact with 相談内容 in each of two years."""
    log_contact(small, coordinator, "topic:pr", "topic:health", date=datetime.date(2021, 3, 31))
    log_contact(small, coordinator, "topic:meal", "topic:health")


def topics(axis="topic"):
    grid = build(scope_of(2021)).table(axis)
    return grid, {row.code: row for row in grid.rows}


def change(code, **fields):
    Category.objects.filter(code=code).update(**fields)


def test_last_year_of_a_row_that_took_another_in_is_marked(small, contacts):
    change("pr", merged_into=small.categories["topic:health"])
    grid, rows = topics()
    [merged] = [each for each in grid.notes if "事業PR" in each.text]
    assert "現在は相談内容の「健康・医療・介護」に数えています。" in merged.text
    assert rows["health"].cells["osawa"].prior == 1 and rows["health"].cells["osawa"].beside_prior == merged.mark
    assert rows["health"].cells["renjaku"].beside_prior == "" and merged.mark in rows["health"].marks.change
    assert merged.mark not in grid.total.marks.change


def test_its_own_note_does_not_hide_where_it_went(small, contacts):
    change("pr", merged_into=small.categories["topic:health"], note="判断の分かれる対応を分けました")
    [merged] = [each for each in topics()[0].notes if "事業PR" in each.text]
    assert "ありました。判断の分かれる対応を分けました。現在は相談内容の「健康・医療・介護」に数えています。" in merged.text


def test_a_row_into_which_others_were_merged_is_not_called_new(small, contacts):
    change("pr", merged_into=small.categories["topic:meal"])
    change("housing", merged_into=small.categories["topic:meal"], last_year=2020)
    [note] = [each for each in topics()[0].notes if each.text.startswith("「食事」")]
    assert note.text == ("「食事」は、令和2年度まで「住まい・道路」「事業PR」に分けて数えていました。令和3年度からまとめて数えているため、"
                         "前年度の実績はありません。")


def test_a_category_split_from_another_is_told_and_last_year_of_that_one_is_marked(small, contacts):
    change("meal", split_from=small.categories["topic:health"])
    grid, rows = topics()
    [split] = [each for each in grid.notes if "食事" in each.text]
    assert split.text == ("「食事」は、令和2年度まで「健康・医療・介護」に含めて数えていました。令和3年度から分けて数えているため、"
                          "前年度の実績はありません。")
    assert rows["meal"].cells["osawa"].prior_mark == rows["health"].cells["osawa"].beside_prior == split.mark


def test_what_was_split_up_whole_says_into_what(small, contacts):
    change("meal", split_from=small.categories["topic:pr"])
    assert "現在は「食事」に分けて数えています。" in topics()[0].notes[1].text


@pytest.fixture
def rest(small, contacts):
    """事業PR, which ended with 令和2年度, was called その他; what is now その他 is a new row."""
    change("pr", label="その他")
    small.categories["topic:rest"] = Category.objects.create(axis=small.axes["topic"], code="rest", label="その他", first_year=2021, order=9)
    return small


def test_a_part_that_keeps_the_name_of_what_was_split_is_told_by_what_left_it(rest):
    for code in ("meal", "rest"):
        change(code, split_from=rest.categories["topic:pr"])
    meal, same, gone = (each.text for each in topics()[0].notes)
    assert meal == "「食事」は、令和2年度まで「その他」に含めて数えていました。令和3年度から分けて数えているため、前年度の実績はありません。"
    assert same == "「その他」は、令和2年度まで「食事」を含めて数えていました。令和3年度から分けて数えているため、同じ範囲の前年度の実績はありません。"
    assert gone == ("令和2年度は、分ける前の「その他」の項目があり、実績が1件ありました。現在は「食事」「その他」に分けて数えています。"
                    "ただし、前年度の合計（2件）には含まれています。")


def test_what_was_merged_under_the_name_of_one_of_them_is_told_by_what_joined_it(rest):
    change("pr", merged_into=rest.categories["topic:rest"])
    change("housing", merged_into=rest.categories["topic:rest"], last_year=2020)
    texts = [each.text for each in topics()[0].notes]
    assert "「その他」は、令和2年度まで「住まい・道路」を含めずに数えていました。令和3年度から含めて数えているため、同じ範囲の前年度の実績はありません。" in texts
    assert any(each.startswith("令和2年度は、まとめる前の「その他」の項目があり、実績が1件ありました。") for each in texts)


def test_a_row_that_replaces_one_of_its_name_alone_says_so(rest):
    change("pr", merged_into=rest.categories["topic:rest"])
    texts = [each.text for each in topics()[0].notes]
    assert "「その他」は、令和2年度までの同じ名称の項目に代えて令和3年度から設けた項目のため、前年度の実績はありません。" in texts
    assert any(each.startswith("令和2年度は、以前の「その他」の項目があり") for each in texts)


def test_what_is_counted_in_another_table_now_changes_the_total(small, contacts):
    change("pr", merged_into=small.categories["kind:outreach"])
    grid, rows = topics()
    assert "対応実績の「啓発」に数えています" in grid.notes[1].text and "※2" in marks_in(grid.total.marks.change)
    assert grid.unmarked == [grid.notes[1]] and not grid.total.cells["osawa"].beside_prior


def test_a_changed_rule_is_told_at_the_title_and_crosses_every_comparison(small, contacts):
    rule = EarlierRule.objects.create(axis=small.axes["topic"], last_year=2020, answer="single", unit="回",
                                      percent_base="records", rounding="sum100")
    rule.asked_for.set([small.categories["kind:new"]])
    grid, rows = topics()
    assert grid.notes[0].text == ("この表の数え方を令和3年度から変えました（回答は「単一」から「複数」、対象の対応実績は「新規相談」から「すべて」、"
                                  "単位は「回」から「件」）。前年度の数とは、そのまま比べられません。")
    assert (grid.mark, grid.percent_mark) == ("※1", "※2")
    assert all("※1" in marks_in(row.marks.change) for row in (rows["health"], grid.total))
    assert not topics("kind")[0].mark


def test_a_rule_that_changed_in_another_year_is_not_told(small, contacts):
    EarlierRule.objects.create(axis=small.axes["topic"], last_year=2019, answer="single", unit="件", percent_base="mentions")
    assert not topics()[0].mark


def test_nothing_crosses_where_nothing_changed(small, contacts):
    grid, rows = topics()
    assert not rows["housing"].marks.change and rows["health"].marks.change == ""
