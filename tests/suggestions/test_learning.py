"""What is learnt of coded texts, when it is sure enough, and how good it is."""
import random

import pytest

from cases.suggestions.grams import grams
from cases.suggestions.learning import RARE, WANTED, Coded, calibrated, hear, learn, learn_sure
from cases.suggestions.quality import quality
from cases.suggestions.scoring import Voice, said
from cases.text import fold

MEAL, HEALTH, PR = 1, 2, 3
SPEAKS = {MEAL: ("配食", "食事", "栄養"), HEALTH: ("通院", "服薬", "病院"), PR: ("掲示", "広報", "配布")}
NOISE = ("確認", "連絡", "相談", "訪問", "説明")


def coded(number: int, seed: int) -> list[Coded]:
    """Texts of which four of five say what they are coded as."""
    rng, found = random.Random(seed), []
    for each in range(number):
        category = rng.choice([*SPEAKS])
        words = {rng.choice(NOISE), rng.choice(SPEAKS[category] if rng.random() < 0.8 else NOISE)}
        found.append(Coded(frozenset(words), frozenset({category}), f"case {seed}-{each}"))
    return found


@pytest.fixture(scope="module")
def voices():
    return learn_sure(coded(900, 1))


@pytest.mark.parametrize(("text", "words"), [
    ("生活費が足りず", {"生活", "活費", "生活費", "足り", "足りず"}), ("ごみの話", {"ごみ", "ごみの"}), ("ﾌｰﾄﾞﾊﾞﾝｸ", {"フードバンク"}),
    ("薬を飲み忘れ、転倒", {"薬を", "飲み", "忘れ", "転倒"}), ("", set()), ("12/3 ①。", set())])
def test_the_words_of_a_text(text, words):
    assert {fold(each) for each in words} == set(grams(text))


@pytest.mark.parametrize(("text", "part", "shown"), [
    ("保育園に通う", "育園", "保育園"), ("地域包括支援センターへ", "地域包", "地域包括支援"), ("忘れ物", "忘れ", "忘れ"), ("髙﨑家", "高崎", "髙﨑家"),
    ("社会福祉法人例野市社会福祉協議会", "福祉", "福祉")])
def test_a_part_of_a_word_is_shown_as_the_word(text, part, shown):
    assert grams(text)[fold(part)] == shown


def test_a_few_texts_are_not_enough_to_be_sure():
    voice = {1: Voice(0.0, {"見本": 1.0})}
    texts = [Coded(frozenset({"見本"}), frozenset({1} if right else {2}), str(right)) for right in (True, True, True, True, False)]
    assert calibrated(voice, hear(voice, texts))[1].threshold is None
    assert calibrated(voice, hear(voice, texts * 8))[1].threshold == 1.0


def test_kana_width_and_old_kanji_are_one_word():
    assert set(grams("サービス")) == set(grams("ｻｰﾋﾞｽ")) and set(grams("高﨑")) == set(grams("高崎"))


def test_what_speaks_for_a_category_is_found_and_noise_is_not(voices):
    assert {category: set(voice.weights) for category, voice in voices.items()} == {each: set(words) for each, words in SPEAKS.items()}


def test_of_other_texts_most_suggestions_are_right_and_more_than_the_most_frequent_would_be(voices):
    found = quality(voices, coded(300, 3), SPEAKS, single=True)
    assert found.precision >= WANTED > found.usual and found.found > 0.7 and found.texts == 300


def test_a_category_that_nothing_speaks_for_is_never_suggested():
    rng = random.Random(4)
    by_chance = [Coded(frozenset({rng.choice(NOISE)}), frozenset({rng.choice([*SPEAKS])}), f"case {each}") for each in range(400)]
    voices = learn_sure(by_chance)
    assert quality(voices, by_chance, SPEAKS, single=False).suggested == 0


def test_a_few_texts_teach_and_are_asked_too():
    """Seventy are enough for three categories; where some of them only teach and others are only asked, few are told."""
    voices = learn_sure(coded(70, 6))
    assert {category for category, voice in voices.items() if voice.threshold is not None} == {*SPEAKS}
    found = quality(voices, coded(300, 3), SPEAKS, single=True)
    assert found.precision >= WANTED and found.found > 0.6


def test_no_text_is_heard_by_what_was_learnt_of_itself():
    """Each of many words is met with one category by chance: what was learnt of all seems sure of all."""
    rng = random.Random(7)
    by_chance = [Coded(frozenset({f"言葉{each % 60}"}), frozenset({rng.choice([*SPEAKS])}), f"case {each}") for each in range(600)]
    voices = learn(by_chance)
    itself = calibrated(voices, hear(voices, by_chance))
    assert {voice.threshold is None for voice in learn_sure(by_chance).values()} == {True}
    assert any(voice.threshold is not None for voice in itself.values())


def test_a_name_that_a_family_is_called_in_many_contacts_is_not_learnt():
    many = [*coded(600, 5), *(Coded(frozenset({"見本田"}), frozenset({MEAL}), f"case {each % (RARE - 1)}") for each in range(200))]
    assert "見本田" not in learn(many)[MEAL].weights
    other = [*coded(600, 5), *(Coded(frozenset({"見本田"}), frozenset({MEAL}), f"case {each}") for each in range(200))]
    assert "見本田" in learn(other)[MEAL].weights


def test_of_an_axis_with_one_answer_the_surest_is_said_and_words_that_overlap_speak_once():
    voices = {MEAL: Voice(0, {"生活": 1.0, "生活費": 2.0}, 0.5), HEALTH: Voice(0, {"生活": 1.0}, 0.5), PR: Voice(0, {"生活": 9.0})}
    one, = said(voices, SPEAKS, {"生活", "生活費"}, single=True)
    assert (one.category, one.words, one.margin) == (MEAL, ["生活費"], 1.5)
    assert [each.category for each in said(voices, SPEAKS, {"生活", "生活費"}, single=False)] == [MEAL, HEALTH]


def test_what_is_never_offered_is_counted_apart_and_a_suggestion_for_it_is_wrong(voices):
    tests = [*coded(300, 3), *(Coded(frozenset({"配食"}), frozenset({PR + 1}), f"case other-{each}") for each in range(100))]
    before, found = quality(voices, coded(300, 3), SPEAKS, single=True), quality(voices, tests, [*SPEAKS, PR + 1], single=True, rest={PR + 1, 99})
    assert (found.left_out, found.left_out_times) == (1, 100) and (before.left_out, before.left_out_times) == (0, 0)
    assert (found.right, found.to_find, found.suggested) == (before.right, before.to_find, before.suggested + 100)
    assert found.usual < before.usual, "the most frequent that is offered, of all texts"


def test_of_nothing_kept_apart_nothing_is_claimed(voices):
    assert quality(voices, [], SPEAKS, single=True).precision is None
