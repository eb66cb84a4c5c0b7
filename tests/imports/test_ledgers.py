"""The register, つなぎ, relations and ties go out to a file and come back as they were, obeying sight and protection."""
import datetime
import io
import json
import random

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.exports.tables import CSV
from cases.ledgers.files import LEDGERS, cells_of, export_all, export_ledger, read_ledgers, store_ledgers
from cases.ledgers.scope import Scope
from cases.models import (
    MOST_OF,
    Activity,
    ActivityKind,
    Case,
    Contact,
    Household,
    Leader,
    Member,
    Protection,
    Referral,
    Relation,
    Resource,
    Tie,
)
from tests.factories import log_contact, make_user

from .record_files import as_csv
from .test_round_trips import TEXTS

pytestmark = [pytest.mark.django_db, pytest.mark.either]
DAY = datetime.date(2021, 6, 1)
DAYS = st.dates(datetime.date(2021, 4, 1), datetime.date(2023, 3, 31))
WORDS = TEXTS.filter(bool)
MODELS = (Activity, Referral, Relation, Tie, Leader)


@pytest.fixture
def council(small, coordinator):
    """Two people of one name, two without one, an agency that looks like a formula, and a contact of no case."""
    kind = ActivityKind.objects.create(code="salon-x", name="見本サロン", asks_visitors=True, asks_copies=True)
    agency = Resource.objects.create(code="=R-1", name="見本の会")
    home = Household.objects.create(number="家1", district=small.districts["osawa"])
    people = [Member.objects.create(household=home, **fields) for fields in (
        {"family_name": "見本", "given_name": "花", "relation": "母"}, {"family_name": "見本", "given_name": "花", "relation": "長女"},
        {"relation": "次男"}, {"relation": "次男"}, {"family_name": "2人目"})]
    case = Case.objects.create(number="家1", title="家1", household=home, district=small.districts["osawa"], opened_on=DAY)
    contact, bare = log_contact(small, coordinator, record_number="=7"), log_contact(small, coordinator, text="番号のない電話\r\n 2行目 ", counterpart="民生委員")
    log_contact(small, coordinator, text="同じ日の別の電話")
    return {"kind": kind, "agency": agency, "home": home, "people": people, "case": case, "contact": contact, "bare": bare, "small": small,
            "users": [coordinator, make_user("coordinator", "@hanako")]}


@st.composite
def ledgers(draw):
    """What is stored of everything, as plain values."""
    some = st.none() | st.integers(0, MOST_OF["visitors"])
    end = st.sampled_from([None, datetime.date(2023, 4, 1)])
    entry = st.fixed_dictionaries({"date": DAYS, "title": WORDS, "place": TEXTS, "is_citywide": st.booleans(), "visitors": some, "copies": some, "text": TEXTS,
                                   "next_on": end, "n": st.integers(0, 2), "agency": st.booleans()})
    referral = st.fixed_dictionaries({"date": DAYS, "asked": WORDS, "result": TEXTS, "answer": st.sampled_from(["", "accepted", "held", "refused"]),
                                      "direction": st.sampled_from(["to", "from"]), "of": st.sampled_from(["case", "contact", "bare"])})
    drawn = {"starts_on": st.none() | DAYS, "ends_on": end, "note": TEXTS, "is_withdrawn": st.booleans()}
    pair = st.permutations(range(5)).map(lambda order: tuple(sorted(order[:2])))
    relation = st.fixed_dictionaries({"pair": pair, "kind": st.sampled_from(Relation.Kind.values), **drawn})
    tie = st.fixed_dictionaries({"member": st.none() | st.integers(0, 4), "name": st.just("") | WORDS, "strength": st.sampled_from(Tie.Strength.values),
                                 "direction": st.sampled_from(Tie.Direction.values), **drawn})
    leader = st.fixed_dictionaries({"name": WORDS, "role": TEXTS, "phone": st.sampled_from(["", "０４２２－００", "-1"]), "starts_on": st.none() | DAYS, "ends_on": end, "note": TEXTS})
    return [draw(st.lists(entry, max_size=3)), draw(st.lists(referral, max_size=3)),
            draw(st.lists(relation, max_size=3, unique_by=lambda each: each["pair"])), draw(st.lists(tie, max_size=3)), draw(st.lists(leader, max_size=3))]


def store(council, planned):
    entries, referrals, relations, ties, leaders = planned
    for each in entries:
        n, agency = each.pop("n"), each.pop("agency")
        Activity.objects.create(kind=council["kind"], district=council["small"].districts["osawa"], resource=council["agency"] if agency else None,
                                **each).coordinators.set(council["users"][:n])
    for each in referrals:
        name = each.pop("of")
        of = {"case" if name == "case" else "contact": council[name]}
        Referral.objects.create(resource=council["agency"], answered_on=datetime.date(2023, 4, 1) if each["answer"] else None, **of, **each)
    for each in relations:
        first, second = each.pop("pair")
        Relation.objects.create(household=council["home"], first=council["people"][first], second=council["people"][second], **each)
    for each in ties:
        member = each.pop("member")
        Tie.objects.create(household=council["home"], member=None if member is None else council["people"][member],
                           resource=None if each["name"] else council["agency"], **each)
    for each in leaders:
        Leader.objects.create(resource=council["agency"], **each)


def stored():
    return {name: sorted(cells_of(ledger, ledger.values(row), Scope(None)) for row in ledger.rows(Scope(None))) for name, ledger in LEDGERS.items()}


def files(file_format, seed):
    """Every ledger as files, their rows and columns in another order."""
    shuffle, found = random.Random(seed), []  # noqa: S311 (an order, not a secret)
    for ledger in LEDGERS.values():
        export = export_ledger(ledger, None)
        assert export.troubles == []
        order = shuffle.sample(range(len(export.headings)), len(export.headings))
        rows = [[row[place] for place in order] for row in shuffle.sample(export.sheets[ledger.title], export.count)]
        found.append(type(export)([export.headings[place] for place in order], {ledger.title: rows}).write(file_format))
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ledgers(), st.integers())
def test_what_goes_out_comes_back_as_it_was(council, planned, seed):
    with transaction.atomic():
        store(council, planned)
        before, out = stored(), files(CSV, seed)
        for content in out:
            outcome = read_ledgers(content=content, file_name="x", by=None)
            assert (outcome.problems, outcome.created, outcome.unchanged) == ([], 0, outcome.read)
        for model in MODELS:
            model.objects.all().delete()
        for content in out:
            outcome = read_ledgers(content=content, file_name="x", by=None)
            assert outcome.problems == []
            store_ledgers(outcome, by=None)
        assert stored() == before
        transaction.set_rollback(True)


@pytest.fixture
def filled(council):
    """One row of each ledger."""
    Activity.objects.create(date=DAY, kind=council["kind"], title="見本の会議", district=council["small"].districts["osawa"]).coordinators.set(council["users"][:1])
    Referral.objects.create(case=council["case"], resource=council["agency"], date=DAY, asked="申請の相談")
    Relation.objects.create(household=council["home"], first=council["people"][0], second=council["people"][1], kind="blood")
    Tie.objects.create(household=council["home"], resource=council["agency"])
    Leader.objects.create(resource=council["agency"], name="見本 花", role="代表", starts_on=DAY)
    return council


def upload(client, content, name="x.csv"):
    return client.post("/settings/ledgers/import/", {"file": SimpleUploadedFile(name, content)})


def test_the_browser_shows_what_is_new_and_stores_it_once(as_user, supervisor, filled):
    client = as_user(supervisor)
    content = client.get("/settings/ledgers/all/xlsx/").content
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == [each.title for each in LEDGERS.values()]
    assert "新しい行はありません" in upload(client, content, "x.xlsx").content.decode()
    Referral.objects.all().delete()
    page = upload(client, content, "x.xlsx")
    assert "申請の相談" in page.content.decode() and not Referral.objects.exists()
    for _ in range(2):
        assert client.post("/settings/ledgers/import/", {"sealed": page.context["sealed"]}).status_code == 302
    assert Referral.objects.get().asked == "申請の相談"


@pytest.mark.either
def test_what_was_stored_since_it_was_shown_is_shown_again(as_user, supervisor, filled):
    client = as_user(supervisor)
    line = ["家1", "=R-1", "R3.7.1", "同行"]
    sealed = upload(client, as_csv([["ケース番号", "社会資源", "つないだ日", "つないだ内容"], line, [*line[:3], "別の相談"]])).context["sealed"]
    Referral.objects.create(case=filled["case"], resource=filled["agency"], date=datetime.date(2021, 7, 1), asked="同行")
    assert client.post("/settings/ledgers/import/", {"sealed": sealed}).status_code == 409 and Referral.objects.count() == 2


@pytest.mark.parametrize(("ledger", "needle"), [("activities", "見本の会議"), ("referrals", "申請の相談"), ("relations", "親と子"), ("ties", "=R-1")])
def test_only_what_is_in_sight_goes_out(as_user, supervisor, coordinator, filled, small, ledger, needle):
    url = f"/settings/ledgers/{ledger}/csv/"
    assert needle in as_user(supervisor).get(url).content.decode()
    assert as_user(coordinator).get(url).status_code == 403
    Household.objects.update(is_restricted=True)
    assert (needle in as_user(supervisor).get(url).content.decode()) == (ledger == "activities")
    supervisor.assignments.exclude(district=small.districts["renjaku"]).delete()
    assert needle not in as_user(supervisor).get(url).content.decode()


@pytest.mark.parametrize("hide", ["restricted", "elsewhere", "unknown"])
def test_a_row_of_what_is_out_of_sight_is_refused_like_one_that_is_not_there(supervisor, filled, small, hide):
    if hide == "restricted":
        Household.objects.update(is_restricted=True)
    elif hide == "elsewhere":
        supervisor.assignments.exclude(district=small.districts["renjaku"]).delete()
    number = "家9" if hide == "unknown" else "家1"
    for lines, words in (([["ケース番号", "社会資源", "つないだ日", "つないだ内容"], [number, "=R-1", "R3.7.1", "x"]], "このケース番号の記録は見つかりません"),
                         ([["世帯番号", "社会資源", "関係の強さ"], [number, "=R-1", "強い"]], "この世帯番号の記録は見つかりません")):
        outcome = read_ledgers(content=as_csv(lines), file_name="x", by=supervisor)
        assert words in outcome.problems[0].reason and outcome.created == 0


def test_a_contact_without_a_number_is_known_by_what_it_says_and_none_is_taken_for_another(supervisor, filled, small, coordinator):
    bare, headings = filled["bare"], ["記録番号", "社会資源", "つないだ日", "つないだ内容"]
    Contact.objects.filter(record_number="=7").update(text=bare.text, counterpart=bare.counterpart)  # says the same and has a number
    Referral.objects.create(contact=bare, resource=filled["agency"], date=DAY, asked="見守りの依頼")
    export = export_ledger(LEDGERS["referrals"], supervisor)
    word = next(row[1] for row in export.sheets["つなぎ"] if row[1])
    assert export.troubles == [] and word.startswith("2021-04-05#")

    def read(said=word, by=supervisor):
        return read_ledgers(content=as_csv([headings, [said, "=R-1", "2021-06-01", "見守りの依頼"]]), file_name="x", by=by)
    assert (read().unchanged, read().created) == (1, 0)
    Referral.objects.filter(contact=bare).delete()
    store_ledgers(read(), by=supervisor)
    assert Referral.objects.get(asked="見守りの依頼").contact == bare
    for wrong in ("2021-04-05#000000000000", "2021-13-05#000000000000"):
        assert "見つかりません" in read(wrong).problems[0].reason
    Contact.objects.filter(pk=bare.pk).update(text="直した後")
    assert "書き出した後に直した" in read().problems[0].reason
    Contact.objects.filter(pk=bare.pk).update(text=bare.text)
    elsewhere = make_user("supervisor", "yoso", small.districts["renjaku"])
    assert "見つかりません" in read(by=elsewhere).problems[0].reason


def test_a_member_out_of_sight_is_not_named_and_not_found(supervisor, filled):
    Member.objects.filter(pk=filled["people"][1].pk).update(is_restricted=True)
    assert export_ledger(LEDGERS["relations"], supervisor).count == 0
    lines = [["世帯番号", "1人目（親）", "関係", "2人目（子）"], ["家1", "見本 花（母）", "きょうだい", "見本 花（長女）"]]
    assert "登録されていません" in read_ledgers(content=as_csv(lines), file_name="x", by=supervisor).problems[0].reason


def test_of_a_protected_household_no_agency_goes_out_and_that_is_said(as_user, supervisor, filled, tmp_path):
    Protection.objects.create(household=filled["home"], reason="暴力", starts_on=DAY, set_by=supervisor)
    assert export_ledger(LEDGERS["referrals"], supervisor).count == export_ledger(LEDGERS["ties"], supervisor).count == 0
    assert "支援措置の対象の世帯のもの（つなぎ1件、周囲とのつながり1件）" in as_user(supervisor).get("/settings/ledgers/").content.decode()
    assert "=R-1" not in str(export_all(supervisor)[1])
    with pytest.raises(CommandError, match="支援措置"):
        call_command("export_ledgers", "--output", str(tmp_path / "x.xlsx"))


REFERRAL, ENTRY = ["ケース番号", "社会資源", "つないだ日", "つないだ内容", "返事", "返事の日"], ["日付", "種別", "件名", "地区", "相談件数", "次回予定日"]
RELATION = ["世帯番号", "1人目（親）", "関係", "2人目（子）"]
LEADER = ["社会資源", "氏名・名称", "役割", "いつから", "いつまで", "電話番号"]


@pytest.mark.parametrize(("headings", "line", "column", "words"), [
    (REFERRAL, ["家1", "=R-9", "R3.7.1", "x", "", ""], "社会資源", "登録されていません"), (REFERRAL, ["", "=R-1", "R3.7.1", "x", "", ""], "ケース番号", "どちらか一方"),
    (REFERRAL, ["家1", "=R-1", "R3.7.1", "x", "受入", ""], "返事の日", "返事の日を書いて"), (REFERRAL, ["家1", "=R-1", "R3.7.1", "x", "受入", "R3.6.1"], "返事の日", "より前"),
    (ENTRY, ["R3.7.1", "見本サロン", "x", "osawa", "3", ""], "相談件数", "書きません"), (ENTRY, ["R99.7.1", "見本サロン", "x", "osawa", "", ""], "日付", "まだ来ていない"),
    (ENTRY, ["R3.7.1", "見本サロン", "", "osawa", "", ""], "件名", "空欄"), (ENTRY, ["R3.7.1", "ない種別", "x", "osawa", "", ""], "種別", "登録されていません"),
    (ENTRY, ["R3.7.1", "見本サロン", "x", "osawa", "", "R3.6.1"], "次回予定日", "前の日"),
    (ENTRY, ["R3.7.1", "見本サロン", "x", "osawa", "", "R99.6.1"], "次回予定日", "2年より先"),
    (RELATION, ["家1", "見本 花", "きょうだい", "1人目"], "1人目（親）", "2つ以上"), (RELATION, ["家1", "見本 花（長女）", "親と子（実子）", "見本 花（母）"], "2人目（子）", "登録されています"),
    (RELATION, ["家1", "3人目", "きょうだい", "3人目"], "2人目（子）", "同じ人"),
    (LEADER, ["=R-1", "", "代表", "", "", ""], "氏名・名称", "空欄"), (LEADER, ["=R-1", "乙", "代表", "R3.7.1", "R3.6.1", ""], "いつまで", "より前"),
    (LEADER, ["=R-1", "乙", "代表", "", "", "なし"], "電話番号", "数字がありません"), (LEADER, ["=R-9", "乙", "", "", "", ""], "社会資源", "登録されていません"),
    (LEADER, ["=R-1", "見本　花", "代表", "R3.6.1", "R5.3.31", ""], "氏名・名称", "社会資源の画面で")])
def test_a_row_that_cannot_be_is_told_by_its_cell_and_nothing_is_stored(filled, headings, line, column, words):
    outcome = read_ledgers(content=as_csv([headings, line]), file_name="x", by=None)
    assert [(each.row, each.column) for each in outcome.problems] == [(2, column)] and words in outcome.problems[0].reason


@pytest.mark.parametrize(("heading", "said"), [("来場・参加者数", "100000"), ("部数", "10,000,000"), ("部数", "９" * 19), ("部数", "9" * 5000)])
def test_an_amount_that_is_a_slip_of_the_keys_is_told_by_its_cell(filled, heading, said):
    lines = [["日付", "種別", "件名", "地区", heading], ["R3.7.1", "見本サロン", "x", "osawa", said]]
    outcome = read_ledgers(content=as_csv(lines), file_name="x", by=None)
    assert [(each.row, each.column) for each in outcome.problems] == [(2, heading)] and "以下の数に" in outcome.problems[0].reason


def test_several_leaders_in_time_come_in_beside_those_that_are_stored(filled):
    lines = [LEADER, ["見本の会", "見本 花", "代表", "2021-06-01", "", ""], ["=R-1", "前の人", "代表", "H30.4.1", "R3.5.31", "０４２２－００"], ["=R-1", "係", "窓口", "", "", ""]]
    outcome = read_ledgers(content=as_csv(lines), file_name="x", by=None)
    assert (outcome.problems, outcome.unchanged, outcome.created) == ([], 1, 2)
    store_ledgers(outcome, by=None)
    assert {(each.name, each.ends_on, each.phone) for each in Leader.objects.all()} == {
        ("見本 花", None, ""), ("前の人", datetime.date(2021, 5, 31), "0422-00"), ("係", None, "")}


def test_rows_of_one_file_are_held_against_each_other(filled):
    lines = [RELATION, ["家1", "3人目", "親と子（実子）", "4人目"], ["家1", "4人目", "親と子（養子）", "3人目"], ["家1", "3人目", "きょうだい", "4人目"]]
    outcome = read_ledgers(content=as_csv(lines), file_name="x", by=None)
    assert [each.row for each in outcome.problems] == [3]


def test_the_commands_write_and_read_the_same_file(filled, tmp_path, capsys):
    book = str(tmp_path / "x.xlsx")
    call_command("export_ledgers", "--output", book)
    Tie.objects.all().delete()
    capsys.readouterr()
    call_command("import_ledgers", book, "--json")
    assert json.loads(capsys.readouterr().out) == {"read": 5, "created": 1, "unchanged": 4, "updated": 0, "batch": "", "errors": []}
    assert Tie.objects.count() == 1


@pytest.mark.either
def test_headings_that_are_no_ledger_are_refused_in_words(as_user, supervisor, filled):
    page = upload(as_user(supervisor), as_csv([["色", "形"], ["赤", "丸"]]))
    assert page.status_code == 422 and "見出しがある表が見つかりません" in page.content.decode()
    page = upload(as_user(supervisor), as_csv([[*RELATION, "色"], ["家1", "1人目", "きょうだい", "3人目", "赤"]]))
    assert page.status_code == 422 and "この見出しは読み取れません" in page.content.decode()
