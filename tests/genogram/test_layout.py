"""Forty families and more are laid out: everyone once, nobody on another, generations below each other, lines apart."""
import itertools
import random
from functools import cache

import pytest

from cases.genogram import layout, lines
from cases.genogram.family import homes_of
from cases.genogram.layout import lay_out
from cases.genogram.lines import HALF
from tests.genogram.shapes import ALL, KNOTTED, PLAIN, family

pytestmark = pytest.mark.either


@cache
def laid_out(name):
    """A family as it is placed; once a process, and not before it is asked for."""
    return lay_out(ALL[name])


@pytest.fixture
def shape(request):
    return ALL[request.param]


@pytest.fixture
def placed(request):
    return laid_out(request.param)


def each(names=ALL):
    return pytest.mark.parametrize(("shape", "placed"), [pytest.param(name, name, id=name) for name in names], indirect=True)


def test_there_are_more_than_thirty():
    assert len(PLAIN) > 30


@each()
def test_everyone_stands_once_and_on_nobody(shape, placed):
    assert sorted(placed.at) == [person.id for person in shape.people]
    near = [(a, b) for a, b in itertools.combinations(placed.at.values(), 2) if abs(a[0] - b[0]) < 4 * HALF and abs(a[1] - b[1]) < 4 * HALF]
    assert near == []


@each([name for name in ALL if name != "a ring entered by mistake"])
def test_children_stand_below_their_parents_and_couples_on_one_height(shape, placed):
    for child, (parents, _) in homes_of(shape).items():
        assert all(placed.at[parent][1] < placed.at[child][1] for parent in parents)
    assert all(placed.at[couple.a][1] == placed.at[couple.b][1] for couple in shape.couples)


@each(PLAIN)
def test_couples_stand_side_by_side_and_no_line_crosses_another(shape, placed):
    assert (placed.crossings, placed.apart) == (0, 0)


@each()
def test_every_child_and_every_couple_has_its_line(shape, placed):
    ended = {line.ends for line in placed.lines if line.what == "child"}
    assert {(child,) for child in homes_of(shape)} <= ended
    joined = {frozenset(line.ends) for line in placed.lines if line.what == "couple"}
    assert {frozenset((couple.a, couple.b)) for couple in shape.couples} <= joined


@each(KNOTTED)
def test_what_has_to_cross_crosses_little(shape, placed):
    assert placed.crossings + placed.apart <= 4


def test_the_husband_stands_left_siblings_by_birth_and_the_first_marriage_before_the_second():
    x = {pk: at[0] for pk, at in laid_out("parents and six children").at.items()}
    assert x[1] < x[2] and sorted(range(3, 9), key=x.get) == list(range(3, 9))
    x = {pk: at[0] for pk, at in laid_out("a remarried father, half-siblings").at.items()}
    assert x[2] < x[1] < x[3]


def test_parents_stand_above_the_middle_of_their_children():
    at = laid_out("parents and two children").at
    assert (at[1][0] + at[2][0]) / 2 == pytest.approx((at[3][0] + at[4][0]) / 2, abs=.2)


def test_lines_to_an_adopted_child_are_broken_as_far_as_they_are_its_own():
    down = [line for line in laid_out("an adopted child").lines if line.what != "couple"]
    mixed = {line.kind for line in laid_out("a foster child beside an own").lines if line.what == "descent"}
    assert {line.kind for line in down} == {"adopted"} and mixed == {"blood", "foster"}


@pytest.mark.parametrize(("name", "kinds"), [
    ("siblings alone", {"descent": {"assumed"}, "child": {"assumed"}}),
    ("an aunt who brings up her sister's child", {"descent": {"assumed", "blood"}, "child": {"assumed", "blood"}})])
def test_lines_of_siblings_without_parents_are_dotted_and_so_is_their_bar(name, kinds):
    assert {what: {line.kind for line in laid_out(name).lines if line.what == what} for what in kinds} == kinds


@pytest.mark.parametrize(("name", "twins"), [
    ("twins among siblings", (3, 6)), ("twins and a grandchild", (3, 4)), ("twins alone", (1, 2)), ("triplets", (2, 3, 4))])
def test_the_lines_of_twins_begin_at_one_point_and_no_one_stands_between(name, twins):
    placed = laid_out(name)
    assert len({line.points[0] for line in placed.lines if line.what == "child" and line.ends[0] in twins}) == 1
    row = sorted((x, each) for each, (x, y) in placed.at.items() if y == placed.at[twins[0]][1])
    stand = [at for at, (_, each) in enumerate(row) if each in twins]
    assert stand == list(range(stand[0], stand[0] + len(twins)))


def test_the_bar_is_dotted_from_the_known_child_on_to_a_sibling_of_unknown_parents():
    bars = [line for line in lay_out(family("mfmf", [(1, 2)], [("12", 3)], [(3, 4)])).lines if line.what == "descent"]
    flat = {line.kind for line in bars if line.points[0][1] == line.points[1][1]}
    assert "assumed" in flat and {line.kind for line in bars if line.points[0][0] == line.points[1][0]} == {"blood"}


def test_a_crossing_is_counted():
    one = lines.Line(0, "child", "", ((0, 0), (0, 10)))
    across = lines.Line(1, "descent", "", ((-5, 5), (5, 5)))
    beside = lines.Line(1, "descent", "", ((0, 10), (5, 10)))
    assert lines.crossings(lines.Drawn({}, [one, across], 0)) == 1
    assert lines.crossings(lines.Drawn({}, [one, beside], 0)) == 0
    assert lines.crossings(lines.Drawn({1: (0, 5)}, [one], 0)) == 1


def test_of_a_crowd_few_orders_are_looked_at(monkeypatch):
    looked, worth = [], layout._worth
    monkeypatch.setattr(layout, "_worth", lambda *given: looked.append(1) or worth(*given))
    crowd = family("mf" * 15, [(at, at + 1) for at in range(1, 30, 2)], [("1" if at < 20 else "2", at) for at in range(3, 31)])
    assert sorted(layout.lay_out(crowd).at) == list(range(1, 31)) and len(looked) <= layout.WORK // 30 ** 2


def test_whatever_is_entered_is_drawn():
    """Random relations, most of them nonsense: nobody is lost, nobody stands on another."""
    chance = random.Random(7)
    for _ in range(25):
        count = chance.randint(2, 9)
        some = range(1, count + 1)
        shape = family("".join(chance.choice("mfu") for _ in some), [chance.sample(some, 2) for _ in range(chance.randint(0, 3))],
                       [(str(chance.choice(some)), chance.choice(some)) for _ in range(chance.randint(0, 6))],
                       [chance.sample(some, 2) for _ in range(chance.randint(0, 2))])
        placed = lay_out(shape)
        assert sorted(placed.at) == list(some) and len(set(placed.at.values())) == count
