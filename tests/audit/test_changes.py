"""Every change of a watched row leaves an entry and its before and after, whoever writes it and however."""
import json

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from cases import audit
from cases.audit import layout
from cases.audit.layout import ENTRY, HEAD, watches
from cases.models import (
    AuditEntry,
    AuditObject,
    Case,
    Contact,
    ContactCategory,
    Household,
    PublishedFigure,
    Revision,
)
from cases.services.contacts import update_contact
from cases.trail import Trail
from tests.factories import log_contact


def told(record, action="changed"):
    """The changes told of a record, oldest first."""
    found = Revision.objects.filter(kind=record._meta.model_name, object_id=record.pk, action=action).order_by("seq")
    return [json.loads(each.changes) for each in found]


@pytest.fixture
def contact(small, coordinator):
    return log_contact(small, coordinator, "topic:meal", text="前の文")


def test_a_new_record_leaves_one_entry_and_not_one_for_each_answer(contact):
    assert told(contact, "created") == [{}]
    assert told(contact) == []
    assert AuditEntry.objects.filter(action="contact.created").count() == 1


def test_an_edit_tells_the_field_before_and_after(contact):
    contact.text = "後の文"
    contact.save()
    assert told(contact) == [{"text": ["前の文", "後の文"]}]


@pytest.mark.parametrize("write", ["update", "bulk_update", "sql"])
def test_writes_that_no_signal_sees_are_told_too(contact, write):
    contact.counterpart = "窓口"
    if write == "update":
        Contact.objects.filter(pk=contact.pk).update(counterpart="窓口")
    elif write == "bulk_update":
        Contact.objects.bulk_update([contact], ["counterpart"])
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_contact SET counterpart = %s WHERE id = %s", ["窓口", contact.pk])
    assert told(contact) == [{"counterpart": ["", "窓口"]}]


def test_a_save_that_changes_nothing_leaves_nothing(contact):
    before = AuditEntry.objects.count()
    contact.save()
    assert AuditEntry.objects.count() == before


def test_another_answer_is_a_change_of_the_contact(small, contact, coordinator):
    chosen = {"topic": [small.categories["topic:housing"]]}
    update_contact(contact=contact, version=contact.version, categories=chosen, coordinators=[coordinator], by=coordinator)
    parts = [each["codings"] for each in told(contact) if "codings" in each]
    assert [None, {"category_id": small.categories["topic:housing"].pk, "is_main": False}] in [
        [was, now and now | {"is_main": bool(now["is_main"])}] for was, now in parts]


def test_bulk_writes_of_answers_are_told(contact):
    ContactCategory.objects.filter(contact=contact, axis__code="topic").delete()
    assert any("codings" in each for each in told(contact))


def test_a_deleted_row_keeps_what_it_said(db):
    household = Household.objects.create(number="S-1", name="見本家")
    kept = household.pk
    Household.objects.filter(pk=kept).delete()
    household.pk = kept
    assert told(household, "deleted")[0]["name"] == ["見本家", None]


def test_a_password_is_told_as_changed_and_never_shown(coordinator):
    coordinator.set_password("another-long-password")
    coordinator.save()
    before, after = told(coordinator)[-1]["password"]
    assert before != after and len(after) == 8 and coordinator.password.find(after) == -1


def test_entries_name_who_acts(small, contact, supervisor):
    who = Trail(route="contact_edit", request_id="r1", address="127.0.0.1")
    who.names(supervisor)
    with audit.acting(who):
        Contact.objects.filter(pk=contact.pk).update(text="直した")
    entry = AuditEntry.objects.first()
    assert (entry.user_id, entry.username, entry.role) == (supervisor.pk, "tokatsu", "supervisor")
    assert (entry.action, entry.route, entry.request_id) == ("contact.changed", "contact_edit", "r1")


def test_the_context_is_told_again_after_a_rollback(small, contact, supervisor):
    who = Trail()
    who.names(supervisor)
    with audit.acting(who):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Contact.objects.filter(pk=contact.pk).update(text="取り消す")
            raise ZeroDivisionError
        Contact.objects.filter(pk=contact.pk).update(text="残る")
    assert AuditEntry.objects.first().username == "tokatsu"
    assert told(contact)[-1] == {"text": ["前の文", "残る"]}


def test_a_change_that_is_taken_back_takes_its_entry_back(contact):
    before = AuditEntry.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(text="x")
        raise ZeroDivisionError
    assert AuditEntry.objects.count() == before


def test_without_an_audit_nothing_can_be_changed(contact):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {ENTRY}")
        Contact.objects.filter(pk=contact.pk).update(text="x")
    contact.refresh_from_db()
    assert contact.text == "前の文"


@pytest.mark.parametrize("statement", [
    f"UPDATE {ENTRY} SET action = 'x'", f"DELETE FROM {ENTRY}", "UPDATE cases_revision SET changes = '{}'",
    "DELETE FROM cases_revision", "DELETE FROM cases_auditobject", f"DELETE FROM {HEAD}",
])
def test_what_was_added_stays(contact, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        contact.text = "a change, so that there is a revision"
        contact.save()
        cursor.execute(statement)


def test_the_ids_of_an_entry_can_be_searched_for(contact):
    audit.event("record.viewed", objects=[contact])
    assert AuditObject.objects.filter(kind="contact", object_id=contact.pk, listed=False).count() == 2


# Columns that nobody edits: keys, counters, clocks, and copies of what is told elsewhere.
NOT_TOLD = {"id", "version", "updated_at", "form_token"}
NOT_TOLD_OF = {"cases_activity": {"fiscal_year", "month"}, "cases_referral": {"fiscal_year"}, "cases_contact": {"fiscal_year", "month", "deleted_codings"}, "cases_member": {"youngest", "oldest"},
               "cases_user": {"last_login", "session_epoch"}, "cases_importbatch": {"content", "rejected", "summary"},
               "cases_contactcategory": {"fiscal_year", "month", "single"},
               # What a merge changed is told by the records themselves; what a search looks for may be a name.
               "cases_merge": {"changes"}, "cases_savedsearch": {"conditions", "words"}}
OF_A_LIST = {"axis_id", "district_id"}  # of rows told as part of a record: copies too


def untold(watched) -> set[str]:
    """Columns of watched tables whose change leaves nothing, though somebody can make it."""
    columns = {model._meta.db_table: {each.column for each in model._meta.local_concrete_fields}
               for model in apps.get_app_config("cases").get_models(include_auto_created=True)}
    return {f"{watch.table}.{name}" for watch in watched
            for name in columns[watch.table] - NOT_TOLD - NOT_TOLD_OF.get(watch.table, set()) - set(watch.columns)
            - ({watch.id_column, *OF_A_LIST} if watch.part else set())}


def test_every_column_that_can_be_edited_is_told():
    assert untold(watches()) == set()


def test_a_column_left_out_of_every_table_is_found(monkeypatch):
    monkeypatch.setattr(layout, "UNWATCHED", layout.UNWATCHED | {"summary"})
    assert untold(watches()) == {"cases_case.summary"}


def test_a_case_s_summary_and_a_printed_figure_s_place_are_told(small):
    case = Case.objects.create(number="C-1", title="t", subject="place", district=small.districts["osawa"], opened_on="2021-04-01")
    Case.objects.filter(pk=case.pk).update(summary="概要だけ")
    figure = PublishedFigure.objects.create(fiscal_year=2020, axis=small.axes["topic"], category=small.categories["topic:meal"], value=3)
    PublishedFigure.objects.filter(pk=figure.pk).update(fiscal_year=2019, month=4)
    assert told(case) == [{"summary": ["", "概要だけ"]}]
    assert told(figure) == [{"fiscal_year": [2020, 2019], "month": [None, 4]}]


def test_every_noun_of_the_record_is_watched():
    watched = {watch.table for watch in watches()}
    assert {"cases_contact", "cases_case", "cases_household", "cases_member", "cases_user", "cases_assignment",
            "cases_contactcategory", "cases_contact_coordinators", "cases_category", "cases_householdtype"} <= watched
