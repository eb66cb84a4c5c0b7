"""The SVGs: their signs, their legend, and the same in sentences."""
import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.genogram.ecomap import HIGH, STRENGTH, WIDE, Link, ecomap, link_words, spots
from cases.genogram.family import Couple, Family, Parentage, Person, Siblings
from cases.genogram.figure import genogram
from cases.genogram.legend import genogram_items, people_items
from cases.genogram.outline import rings_of
from cases.genogram.sentences import person_words, relation_words
from cases.genogram.svg import lines_of
from cases.genogram.symbols import CROSS, DIAMOND, Signs, age_fits
from tests.genogram.shapes import ALL, family

pytestmark = pytest.mark.either
HOME = Family((Person(1, "見本太郎", "male", "82", "父", is_dead=True), Person(2, "見本花子", "female", "80", "母", is_key=True, lives_here=True),
               Person(3, "<b>&本人", "", "50代", "本人", is_index=True, lives_here=True)),
              (Couple(1, 2, "divorced", "昭和45年4月1日", "平成2年3月31日"),), (Parentage(1, 3), Parentage(2, 3)))


def drawn(shape=HOME, signs=Signs()) -> str:  # noqa: B008 (frozen)
    return genogram(shape, signs, title="家系図", told="見本の図")


def figures():
    return [drawn(shape) for shape in ALL.values()] + [
        ecomap([Link("見本", strength=each) for each in STRENGTH], list(HOME.people), Signs(), name="<S>", title="t", told="d")]


def test_every_figure_is_whole_xml_with_a_title_a_description_and_a_legend():
    for svg in figures():
        root = ElementTree.fromstring(svg)  # noqa: S314 (made here)
        ids = {each.get("id") for each in root.iter()}
        assert root.get("role") == "img" and set(root.get("aria-labelledby").split()) <= ids and "凡例" in svg


def test_nothing_in_a_figure_is_forbidden_by_the_page_s_policy():
    assert not [svg for svg in figures() if re.search(r"\sstyle=|<style|<script|\son\w+=|href", svg)]


def _slanting(shape) -> int:
    return len(re.findall(r'stroke="#545b66" stroke-width="1.5" stroke-dasharray="7 4"', drawn(shape)))


@pytest.mark.parametrize(("name", "lines"), [
    ("a stepfather", 1), ("a stepfather beside both parents", 1), ("own and adoptive parents", 2), ("an adopted child", 0)])
def test_every_parent_who_is_in_the_text_has_a_line(name, lines):
    assert _slanting(ALL[name]) == lines


def test_siblings_who_hang_on_different_parents_are_joined_by_a_dotted_line():
    joined = 'stroke-width="1.5" stroke-dasharray="2 4"'
    apart, together = ALL["siblings with different known parents"], family("fmm", [], [("1", 2), ("1", 3)], [(2, 3)])
    assert drawn(apart).count(joined) == 1 and joined not in drawn(together) and "見本3と見本4: きょうだい" in relation_words(apart)


def test_twins_are_told_in_the_text_and_the_legend_and_where_their_parents_differ_over_the_line():
    assert relation_words(ALL["twins alone"]) == ["見本1と見本2: 双子"] and "双子（ふたご）" in drawn(family("m"))
    assert ">双子</text>" in drawn(family("ffmm", [], [("1", 3), ("2", 4)], [(3, 4, True)]))


def test_typed_words_are_escaped():
    assert "&lt;b&gt;&amp;本人" in drawn() and "<b>" not in drawn()


def test_the_legend_explains_every_sign():
    for _, text in genogram_items(Signs()):
        assert text in drawn(family("m"))


def test_the_line_to_a_parent_under_whom_the_child_is_not_drawn_is_in_the_legend_as_in_the_figure():
    thin = r'stroke="#545b66" stroke-width="1.5" stroke-linejoin'
    without, third = family("mfm", [(1, 2)], [("12", 3)]), family("mfmm", [(1, 2)], [("12", 3), ("4", 3)])
    assert "ほかの親との親子（細い斜線）" in drawn(without)
    assert len(re.findall(thin, drawn(third))) == len(re.findall(thin, drawn(without))) + 1 == 2


def test_the_legend_of_an_ecomap_explains_the_signs_of_people_where_there_are_any():
    people = [text for _, text in people_items(Signs())]
    with_people, without = figures()[-1], ecomap([Link("見本")], [], Signs(), name="団体", title="t", told="d")
    assert all(text in with_people for text in people) and not any(text in without for text in people)


def test_the_council_s_signs_are_drawn_and_explained():
    usual, other = drawn(), drawn(signs=Signs(CROSS, DIAMOND, CROSS))
    assert "（△）" in usual and "（◇）" in other and usual.count('fill="#1a1a1a" stroke') > other.count('fill="#1a1a1a" stroke')


def test_who_is_dead_stands_in_no_ring():
    alive = replace(HOME, people=tuple(replace(each, is_dead=False, lives_here=True) for each in HOME.people))
    dead = replace(HOME, people=tuple(replace(each, is_dead=True, lives_here=True) for each in HOME.people))
    assert drawn(alive).count("#5b6b80") > drawn(dead).count("#5b6b80") == 1  # the legend's


def test_long_names_stand_in_two_lines_and_longer_ones_end_in_an_ellipsis_with_the_whole_as_a_title():
    two, long = drawn(Family((Person(1, "勅使河原 権左衛門"),))), "見本の長い氏名がここに入る人の長い名前"
    assert ">勅使河原</text>" in two and ">権左衛門</text>" in two and "lengthAdjust" not in two
    cut = drawn(Family((Person(1, long),)))
    assert f"<title>{long}</title>" in cut and "…</text>" in cut and "lengthAdjust" not in cut


@pytest.mark.parametrize(("text", "lines"), [
    ("山田 太郎", ["山田 太郎"]), ("アレクサンドラ・マリア・タナカ", ["アレクサンドラ・", "マリア・タナカ"]),
    ("見本見本見本見本見", ["見本見本見本見本", "見"]), ("", []), ("一二三四五六七八九十一二三四五六七", ["一二三四五六七八", "九十一二三四五…"])])
def test_a_text_is_broken_where_it_may_be(text, lines):
    assert lines_of(text, 12, 98) == lines


def test_an_agency_s_whole_name_stands_in_the_text_and_its_box_shortens_it_only_where_two_lines_do_not_hold_it():
    name = "社会福祉法人 三鷹市社会福祉協議会 地域包括支援センター"
    svg = ecomap([Link(name), Link(name + "の分室と見本の出張所")], [], Signs(), name="S", title="t", told="d")
    assert "協議会 地域包括支援センター</text>" in svg and svg.count("…</text>") == 1 and "lengthAdjust" not in svg
    assert name in link_words(Link(name))


@pytest.mark.parametrize(("person", "inside"), [
    (Person(1, "見本", "male", "40代"), True), (Person(1, "見本", "", "40代"), True), (Person(1, "見本", "", "40代", is_index=True), False),
    (Person(1, "見本", "female", "50代くらい"), False), (Person(1, "見本", "", "5", is_index=True), True)])
def test_an_age_stands_in_the_symbol_where_it_has_room_and_below_the_name_otherwise(person, inside):
    assert age_fits(person, Signs()) is inside
    svg = drawn(Family((replace(person, role="本人"),)))
    assert (f">{person.age}　本人</text>" in svg) is not inside and (f">{person.age}</text>" in svg) is inside


def _living(shape, *ids):
    return replace(shape, people=tuple(replace(each, lives_here=each.id in ids) for each in shape.people))


def _rings(svg: str) -> int:
    return re.search(r'<path d="([^"]+)"', svg)[1].count("M")


@pytest.mark.parametrize(("name", "here"), [
    ("a family and a lodger", (1, 2, 3, 4)), ("two families in one home", (1, 2, 3, 4, 5)), ("siblings alone", (1, 3)),
    ("parents and six children", (1, 2, 3, 5, 8)), ("brothers with families", (1, 2, 3, 4, 7)), ("a family and a lodger", (1, 4))])
def test_one_enclosure_holds_all_who_live_together(name, here):
    svg = drawn(_living(ALL[name], *here))
    assert _rings(svg) == 1 and "囲み: 同居している人" in svg


def test_where_somebody_stands_between_the_legend_says_that_the_enclosures_are_one_household():
    svg = drawn(_living(family("mmm", [], [("1", 2), ("2", 3)]), 1, 3))
    assert _rings(svg) == 2 and "囲み（すべて同じ世帯で同居）" in svg


@given(st.lists(st.tuples(*[st.integers(0, 8)] * 2), min_size=1, max_size=6))
def test_an_outline_holds_the_area_of_its_boxes(corners):
    """Unit squares: the rings' area, holes taken off, is the number of different squares."""
    found = rings_of([(x, y, x + 1, y + 1) for x, y in corners])
    area = sum(a * d - c * b for ring in found for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2
    assert area == len(set(corners))


def test_the_star_of_an_ecomap_stands_above_its_person():
    people = [Person(1, "見本", "female", is_key=True), Person(2, "見本", "male")]
    svg = ecomap([Link("見本")], people, Signs(), name="S", title="t", told="d")
    circle, star = re.search(r'<circle cx="(-?[\d.]+)" cy="(-?[\d.]+)" r="10', svg), re.search(r'<text x="(-?[\d.]+)" y="(-?[\d.]+)"[^>]*>★', svg)
    assert circle[1] == star[1] and float(star[2]) < float(circle[2]) - 10


def test_the_sentences_say_everything_that_is_drawn():
    assert [person_words(each) for each in HOME.people] == [
        "見本太郎（父、男性、82歳、死亡）", "見本花子（母、女性、80歳、キーパーソン、同居）", "<b>&本人（本人、性別不明・その他、50代、同居）"]
    assert relation_words(replace(HOME, siblings=(Siblings(2, 3),))) == [
        "見本太郎と見本花子: 離婚（婚姻 昭和45年4月1日、離婚 平成2年3月31日）", "<b>&本人: 見本太郎と見本花子の子",
        "見本花子と<b>&本人: きょうだい"]


@pytest.mark.parametrize("count", [1, 2, 5, 8, 13, 24])
def test_boxes_of_an_ecomap_lie_apart_and_off_the_circle(count):
    found = spots(count)
    assert not [1 for (a, b), (c, d) in itertools.combinations(found, 2) if abs(a - c) < WIDE and abs(b - d) < HIGH]
    assert all(abs(x) - WIDE / 2 > 97 or abs(y) - HIGH / 2 > 97 for x, y in found)


def test_a_tie_in_words():
    assert link_words(Link("見本センター", "行政", "長女", "strong", "both")) == "見本センター（行政）: 長女との関係は強い関係、双方向"
    assert link_words(Link("近所の人")) == "近所の人: 世帯全体との関係は通常の関係、向きの記載なし"
