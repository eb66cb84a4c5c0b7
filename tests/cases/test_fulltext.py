"""The full text of contacts: what stands in a text is found, on both engines, and nothing else."""
import datetime
import io

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.fulltext import containing, rebuild, statements
from cases.models import Activity, Contact
from cases.text import fold
from tests.factories import log_contact, meeting_kind

TEXT = "髙﨑さん宅を訪問。介護保険の申請、ｺﾐｭﾆﾃｨｾﾝﾀｰへ同行。\nＡＢＣ薬局 0422-00-0000 に電話。𠮷田さんも同席"


@pytest.fixture
def contact(small, coordinator):
    return log_contact(small, coordinator, text=TEXT, counterpart="民生委員")


def found(word):
    return list(containing(word, connection).values_list("pk", flat=True))


@pytest.mark.parametrize("word", ["介護", "護保", "介護保険の申請", "高崎", "コミュニティ", "こみゅにてぃセンター", "abc薬局", "00-0000", "吉田", "民生委員",
                                  "訪", "席", "介 護", "同行。ＡＢＣ", "コミュニティセンタ－"])
def test_a_word_of_any_length_and_width_is_found(contact, word):
    assert found(word) == [contact.pk]


@pytest.mark.parametrize("word", ["介保", "護介", "薬局ABC", "席介", "病", "x04ecb", "04ecb", "* OR x", "'", "\\", "a' | 'b", "NEAR", '"', "grams:介護"])
def test_what_does_not_stand_there_is_not_found(contact, word):
    assert found(word) == []


def test_counterpart_and_text_do_not_run_together_in_a_way_that_hides_either(contact):
    assert found("委員") == [contact.pk] and found("髙﨑さん宅") == [contact.pk]


def test_the_index_follows_every_way_of_writing(contact, small, coordinator):
    Contact.objects.filter(pk=contact.pk).update(text="転居の相談")
    assert found("介護") == [] and found("転居") == [contact.pk] and found("民生") == [contact.pk]
    Contact.objects.bulk_create([Contact(date=datetime.date(2021, 5, 1), fiscal_year=2021, month=5, district=small.districts["osawa"], text=f"一括{n}番")
                                 for n in range(3)])
    assert len(found("一括")) == 3 and len(found("1番")) == 1
    Contact.everything.filter(text__startswith="一括").delete()
    assert found("一括") == []


def test_it_is_made_anew_from_what_is_stored_and_stays_when_set_up_again(contact):
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)
    assert rebuild(connection) is False and found("介護") == [contact.pk]
    call_command("rebuild_search", stdout=io.StringIO())
    assert found("介護") == [contact.pk] and found("病") == []


def test_the_register_has_an_index_of_its_own_that_is_made_anew_with_the_other(contact, small):
    entry = Activity.objects.create(date=contact.date, kind=meeting_kind(), title="防災の会議", district=small.districts["osawa"])
    for _ in range(2):
        assert [*containing("防災", connection, Activity)] == [entry] and found("防災") == []
        call_command("rebuild_search", stdout=io.StringIO())
    entry.delete()
    assert not containing("防災", connection, Activity).exists()


def test_a_word_that_shows_nothing_leaves_nothing_out(contact):
    assert found("\u200b") == [contact.pk]


def test_a_very_long_text_is_saved_and_found_by_its_beginning(contact):
    Contact.objects.filter(pk=contact.pk).update(text="長文の始まり" + "".join(chr(0x4E00 + n % 20000) for n in range(60_000)))
    assert found("長文の始まり") == [contact.pk]


LETTERS = st.sampled_from("介護保険高髙崎﨑さサｻ゛がガｶﾞーｰ-－〜～ 　\nＡaB１1㈱①〇々𠮷吉「」、。'\"\\%_&|!():*<>")


@given(text=st.text(LETTERS, max_size=25), word=st.text(LETTERS, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_finds_exactly_what_the_folded_text_contains(contact, text, word):
    Contact.objects.filter(pk=contact.pk).update(text=text, counterpart="")
    assert bool(found(word)) == (fold(word) in fold(text))


def test_the_list_searches_it_and_only_what_is_in_sight(as_user, coordinator, other_coordinator, contact):
    def listed(user):
        client = as_user(user)
        return len(client.get(client.post("/contacts/", {"q": "ｶｲｺﾞ 介護 高崎"}).url).context["page"])
    Contact.objects.filter(pk=contact.pk).update(text=TEXT + "かいご")
    assert (listed(coordinator), listed(other_coordinator)) == (1, 0)
