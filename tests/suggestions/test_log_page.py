"""Suggestions on the log page: what the office's records taught, never chosen by itself, and off when the council says so."""
import datetime
import random

import pytest
from django.core.management import call_command

from cases.models import AuditEntry, Case, Category, Contact, ContactCategory, Council, LearntWords
from cases.suggestions.training import train
from tests.factories import log_contact

pytestmark = pytest.mark.either
ASK = "/contacts/suggestions/"
SAYS = {"topic:meal": ("弁当", "配食", "食堂"), "topic:health": ("通院", "服薬", "病院"), "topic:housing": ("雨漏り", "修繕", "大家")}


@pytest.fixture
def taught(small, coordinator):
    """A hundred and eighty coded records, and the words learnt of them. Their ids decide which are kept apart."""
    one = log_contact(small, coordinator, date=datetime.date(2021, 4, 5))
    rng = random.Random(1)
    of = {path: [] for path in SAYS}
    for number in range(180):
        path = rng.choice([*SAYS])
        of[path].append(Contact(pk=100_000 + number, date=one.date, fiscal_year=2021, month=4, district=one.district, record_number=f"T-{number}",
                                text=f"{rng.choice(SAYS[path])}のことで様子を聞いた。", created_by=coordinator))
    for path, contacts in of.items():
        made = Contact.objects.bulk_create(contacts)
        category = small.categories[path]
        ContactCategory.objects.bulk_create(ContactCategory.of(each, category, category.axis) for each in made)
    return train(1000)[0]


@pytest.fixture
def ask(as_user, coordinator):
    client = as_user(coordinator)

    def asked(text, **chosen):
        return client.post(ASK, {"text": text, "date": "R3.4.5", "axis_kind": "outreach"} | chosen).content.decode()
    return asked


def test_a_text_like_others_before_is_given_their_category_and_the_words_that_caused_it(taught, ask):
    page = ask("昼の弁当が来ないと電話")
    assert "相談内容：食事を選ぶ" in page and "「弁当」" in page and "健康" not in page
    assert 'data-axis="axis_topic" data-category="meal"' in page


def test_nothing_is_chosen_by_itself(taught, ask):
    assert "checked" not in ask("通院に付き添い") and "<input" not in ask("通院に付き添い")


@pytest.mark.parametrize("chosen", [{"axis_topic": ["meal"]}, {"date": "R2.4.5"}])
def test_what_is_chosen_or_not_in_the_years_list_is_not_suggested(taught, ask, chosen):
    assert ask("弁当が届かない", **chosen).strip() == ""


@pytest.mark.parametrize("text", ["", "　", "見本の文"])
def test_a_text_that_says_nothing_is_left_alone(taught, ask, text):
    assert ask(text).strip() == ""


def test_before_anything_was_learnt_there_is_nothing(small, ask):
    assert ask("弁当が届かない").strip() == ""


def test_the_council_can_turn_it_off(taught, ask, client):
    assert 'id="suggestions"' in client.get("/contacts/new/").content.decode()
    Council.objects.update(suggests=False)
    assert ask("弁当が届かない").strip() == "" and 'id="suggestions"' not in client.get("/contacts/new/").content.decode()


def test_what_was_learnt_anew_is_used_at_once(taught, ask):
    assert "食事" in ask("弁当が届かない")
    Contact.objects.all().update(text="")
    train(1000)
    assert ask("弁当が届かない").strip() == ""


def test_restricted_records_are_not_learnt_from(taught, small):
    case = Case.objects.create(number="C-1", title="見本", subject="group", subject_name="見本の会", district=small.districts["osawa"], opened_on="2021-04-01", is_restricted=True)
    Contact.objects.filter(codings__category=small.categories["topic:meal"]).update(case=case)
    words = train(1000)[0].words
    assert str(small.categories["topic:meal"].pk) not in words and str(small.categories["topic:health"].pk) in words


@pytest.mark.parametrize("label", ["その他", "その他の相談", "不明", "分からない"])
def test_a_category_for_whatever_is_left_is_never_offered(taught, small, ask, label, capsys):
    assert "食事" in ask("弁当が届かない")
    Category.objects.filter(pk=small.categories["topic:meal"].pk).update(label=label)
    assert ask("弁当が届かない").strip() == "", "also by what was learnt before"
    call_command("train_suggestions")
    assert "「その他」「不明」などの分類1つ（確かめた記録で選ばれた回数：" in capsys.readouterr().out
    words = LearntWords.objects.get().words
    assert str(small.categories["topic:meal"].pk) not in words and str(small.categories["topic:health"].pk) in words
    assert "健康" in ask("通院に付き添い")


def test_asking_leaves_no_entry_and_costs_the_same_for_any_text(taught, ask, django_assert_max_num_queries):
    before = AuditEntry.objects.count()
    with django_assert_max_num_queries(15):
        ask("弁当が届かない" * 500)
    assert AuditEntry.objects.count() == before


def test_the_command_says_how_good_it_is(taught, capsys):
    call_command("train_suggestions", "--newest", "100")
    said = capsys.readouterr().out
    assert "候補に出さず" not in next(line for line in said.splitlines() if line.startswith("相談内容")), "this axis has none of those"
    assert "100件の対応記録から学びました" in said and "相談内容：候補" in said and "いつも最も多い分類" in said
    assert LearntWords.objects.get().quality["相談内容"]["suggested"] > 0
