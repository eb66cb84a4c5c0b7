"""The chain shows an edit, a deletion, another order and a cut tail; an untouched one is silent."""
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases import audit
from cases.audit.chain import verify
from cases.audit.layout import ENTRY, HEAD
from cases.guards import install
from cases.models import Revision
from tests.factories import log_contact
from tests.measures import measured


@pytest.fixture
def chain(small, coordinator):
    """Some entries, one of them a change with its before and after."""
    contact = log_contact(small, coordinator, text="前")
    contact.text = "後"
    contact.save()
    for number in range(5):
        audit.event("record.viewed", objects=[contact], detail={"n": number})
    return found().seq


def found(anchors=()):
    with connection.cursor() as cursor:
        return verify(cursor, anchors)


def tamper(*statements):
    """What someone with the rights of the owner could do: take the triggers away, write, put them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            for table in (ENTRY, HEAD, "cases_revision", "cases_auditobject"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        if connection.vendor != "sqlite":
            for table in (ENTRY, HEAD, "cases_revision", "cases_auditobject"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    install(connection)


def test_an_untouched_chain_is_silent(chain):
    result = found()
    assert result.findings == [] and result.entries == chain > 5
    measured("C19", entries_verified=result.entries, false_alarms=0)


@pytest.mark.parametrize("statement", [
    "UPDATE {entry} SET username = 'x' WHERE seq = {seq}", "UPDATE {entry} SET at = at + 1 WHERE seq = {seq}",
    "UPDATE {entry} SET objects = '{{}}' WHERE seq = {seq}", "UPDATE {entry} SET detail = '{{}}' WHERE seq = {seq}",
    "DELETE FROM {entry} WHERE seq = {seq}",
])
def test_an_edit_and_a_deletion_are_found_where_they_are(chain, statement):
    tamper(statement.format(entry=ENTRY, seq=chain - 2))
    assert chain - 2 in {each.seq for each in found().findings}
    measured("C19", tampered_found=1)


def test_two_entries_that_changed_places_are_found(chain):
    tamper(f"UPDATE {ENTRY} SET seq = -1 WHERE seq = {chain - 1}", f"UPDATE {ENTRY} SET seq = {chain - 1} WHERE seq = {chain - 2}",
           f"UPDATE {ENTRY} SET seq = {chain - 2} WHERE seq = -1")
    assert {chain - 2, chain - 1} <= {each.seq for each in found().findings}


def test_a_cut_tail_is_found(chain):
    tamper(f"DELETE FROM {ENTRY} WHERE seq > {chain - 2}")
    assert found().findings


def test_a_cut_tail_with_a_head_to_match_is_found_by_what_was_kept_outside(chain):
    kept = found()
    tamper(f"DELETE FROM {ENTRY} WHERE seq = {chain}", f"DELETE FROM cases_auditobject WHERE seq = {chain}",
           f"UPDATE {HEAD} SET seq = {chain - 1}, hash = (SELECT hash FROM {ENTRY} WHERE seq = {chain - 1})")
    assert found().findings == []  # the control: from inside it cannot be seen
    assert found([(kept.seq, kept.hash)]).findings


def test_a_changed_before_and_after_is_found(chain):
    tamper("UPDATE cases_revision SET changes = '{}' WHERE changes LIKE '%text%'")
    assert len(found().findings) == 1


def test_a_taken_away_object_is_found(chain):
    tamper(f"DELETE FROM cases_auditobject WHERE seq = {chain}")
    assert [each.seq for each in found().findings] == [chain]


@pytest.mark.parametrize("change", ["object_id = object_id + 1", "kind = 'case'", "listed = {other}"])
def test_an_object_that_was_changed_is_found(chain, change):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT listed FROM cases_auditobject WHERE seq = {chain}")
        other = {True: "false", False: "true"}[bool(cursor.fetchone()[0])]
    tamper(f"UPDATE cases_auditobject SET {change.format(other=other)} WHERE seq = {chain}")
    assert [each.seq for each in found().findings] == [chain]


@pytest.mark.parametrize("change", ["object_id = object_id + 1", "kind = 'case'", "action = 'deleted'"])
def test_a_change_put_onto_another_record_is_found(chain, change):
    seq = Revision.objects.get(action="changed", kind="contact").seq
    tamper(f"UPDATE cases_revision SET {change} WHERE seq = {seq}")
    assert [each.seq for each in found().findings] == [seq]


def test_the_order_of_the_rows_says_nothing(small, coordinator):
    contacts = [log_contact(small, coordinator) for _ in range(3)]
    audit.event("x", objects=contacts[::-1])
    assert found().findings == []


@pytest.mark.parametrize("text", [None, "", "\n"])
def test_a_head_that_is_no_longer_there_does_not_pass(chain, tmp_path, text):
    anchor = tmp_path / "anchor"
    if text is not None:
        anchor.write_text(text)
    with pytest.raises(CommandError, match="--first"):
        call_command("verify_audit", anchor=anchor)
    call_command("verify_audit", anchor=anchor, first=True)
    call_command("verify_audit", anchor=anchor)
    assert len(anchor.read_text().split("\n")) >= 3
    with pytest.raises(CommandError, match="もうあります"):
        call_command("verify_audit", anchor=anchor, first=True)


def test_without_a_head_kept_outside_the_chain_alone_is_walked(chain, capsys):
    call_command("verify_audit")
    assert "つながりも内容も正しいです" in capsys.readouterr().out


def test_the_command_keeps_the_head_and_finds_the_cut(chain, tmp_path, capsys):
    anchor = tmp_path / "anchor"
    call_command("verify_audit", anchor=anchor, first=True)
    assert f"{chain} " in anchor.read_text()
    tamper(f"DELETE FROM {ENTRY} WHERE seq = {chain}", f"DELETE FROM cases_auditobject WHERE seq = {chain}",
           f"UPDATE {HEAD} SET seq = {chain - 1}, hash = (SELECT hash FROM {ENTRY} WHERE seq = {chain - 1})")
    with pytest.raises(CommandError, match="外部に控えた"):
        call_command("verify_audit", anchor=anchor)


def test_an_entry_s_text_cannot_run_into_the_next_field(chain):
    audit.event("x", detail={"text": "a\x1fb", "名": "\0"})
    assert found().findings == []
    assert json.loads('{"a": 1}') == {"a": 1}
