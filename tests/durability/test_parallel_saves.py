"""The same form many times at once, and many forms on one record: real processes, real threads, both databases."""
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.measures import measured

TEN = range(10)


def at_once(act, count=10):
    """Do it `count` times at the same time; the answers."""
    with ThreadPoolExecutor(count) as people:
        return list(people.map(act, range(count)))


@pytest.fixture
def household(office):
    """(address of its form, its fields) of a new household."""
    form = {"form_token": str(uuid.uuid4()), "number": f"S-{uuid.uuid4().hex[:8]}", "note": "はじめ",
            "district": office.known["district"]}
    return office.send("/households/new/", form).location + "edit/", form


def stored(office, url):
    """(version, note) of a household as its form shows them."""
    page = office.send(url).page
    version = int(re.search(r'name="version" value="(\d+)"', page)[1])
    return version, re.search(r'<textarea name="note"[^>]*>\s*([^<]*)</textarea>', page)[1]


def test_ten_identical_posts_at_once_make_one_contact_and_ten_equal_answers(office):
    form = office.contact(f"同時に10回 {uuid.uuid4()}")
    answers = at_once(lambda n: office.send("/contacts/new/", form))
    assert {each.status for each in answers} == {302} and len({each.location for each in answers}) == 1
    assert office.texts().count(form["text"]) == 1
    measured("C21", parallel_posts=10, rows=1, doubled=0)


def test_ten_identical_new_households_too_though_the_number_may_be_taken_only_once(office):
    form = {"form_token": str(uuid.uuid4()), "number": f"S-{uuid.uuid4().hex[:8]}"}
    answers = at_once(lambda n: office.send("/households/new/", form))
    assert {each.status for each in answers} == {302} and len({each.location for each in answers}) == 1


def test_ten_different_posts_at_once_are_ten_contacts(office):
    texts = [f"別々に {uuid.uuid4()}" for _ in TEN]
    answers = at_once(lambda n: office.send("/contacts/new/", office.contact(texts[n], n), n))
    assert {each.status for each in answers} == {302} and len({each.location for each in answers}) == 10
    assert set(texts) <= set(office.texts())


@pytest.mark.parametrize("editors", [2, 4, 8])
def test_of_several_editors_one_wins_and_the_others_keep_their_text(office, household, editors):
    url, form = household
    version, _ = stored(office, url)
    answers = at_once(lambda n: office.send(url, form | {"version": version, "note": f"編集者{n}の文"}, n), editors)
    assert sorted(each.status for each in answers) == [302] + [409] * (editors - 1)
    assert all(f"編集者{n}の文" in each.page for n, each in enumerate(answers) if each.status == 409)
    now, note = stored(office, url)
    assert now == version + 1 and note == f"編集者{[each.status for each in answers].index(302)}の文"
    measured("C20", editors=editors, conflicts=editors - 1, lost=0)


def test_every_accepted_change_is_one_step_of_the_version(office, household):
    url, form = household

    def edit(n):
        accepted = 0
        for _ in range(5):
            version, _ = stored(office, url)
            accepted += office.send(url, form | {"version": version, "note": f"{n}"}, n).status == 302
        return accepted
    before = stored(office, url)[0]
    accepted = sum(at_once(edit, 6))
    assert stored(office, url)[0] - before == accepted >= 5
    measured("C20", editors=6, accepted=accepted, lost=0)


def test_a_draft_and_the_save_of_its_page_at_once_leave_no_draft_whichever_comes_first(office, household):
    url, form = household
    for turn in TEN:
        version, _ = stored(office, url)
        target, page, text = re.search(r"/(\d+)/edit/", url)[1], str(uuid.uuid4()), f"届いた文 {uuid.uuid4()}"
        sent = form | {"version": version, "note": text, "draft_noun": "household", "draft_target": target, "draft_page": page}
        answers = at_once(lambda n, sent=sent, turn=turn: office.send(("/drafts/save/", url)[(n + turn) % 2], sent), 2)
        assert {each.status for each in answers} == {302}
        assert text not in office.send("/drafts/").page and stored(office, url) == (version + 1, text)
