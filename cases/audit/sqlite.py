"""The audit's triggers on SQLite. What SQLite cannot do itself it asks of functions of this process (register)."""
import hashlib
import json
import time

from cases import trail

from .layout import CONTEXT, ENTRY, HASHED, HEAD, MASKED, OBJECT, REVISION, SEPARATOR, Watch

_FIXED = "the audit can only be added to"
_FIELDS = ", ".join(HASHED)
_CONTEXT_COLUMNS = ", ".join(CONTEXT)
_CONTEXT_VALUES = ", ".join(f"cwc_context('{name}')" for name in CONTEXT)


def register(connection) -> None:
    """Give a new connection the functions that the triggers call. Without them a watched row cannot be changed."""
    functions = {"cwc_context": (1, trail.context_value), "cwc_now": (0, lambda: time.time_ns() // 1000),
                 "cwc_hash": (-1, digest), "cwc_changes": (2, changes)}
    for name, (arguments, function) in functions.items():
        connection.connection.create_function(name, arguments, function)


def digest(*values) -> str:
    """SHA-256 of the values as text, with separators between them; None is the empty text."""
    text = chr(SEPARATOR).join("" if value is None else str(value) for value in values)
    return hashlib.sha256(text.encode()).hexdigest()


def changes(before: str | None, after: str | None) -> str:
    """{"column": [before, after]} of two rows as JSON, without what is equal."""
    was, now = (json.loads(text) if text else {} for text in (before, after))
    different = {name: [was.get(name), now.get(name)] for name in {*was, *now} if was.get(name) != now.get(name)}
    return json.dumps(different, ensure_ascii=False, sort_keys=True)


def statements(watches: list[Watch]) -> list[str]:
    """All triggers, safe to run again."""
    return [*_seal(), *_fixed(), *(text for watch in watches for text in _watch(watch))]


def _seal() -> list[str]:
    """An entry gets the next number and its hash; the head moves on with it."""
    values = ", ".join(f"NEW.{name}" for name in HASHED)
    return [
        *_trigger("audit_seq", f"BEFORE INSERT ON {ENTRY} WHEN NEW.seq IS NOT (SELECT seq + 1 FROM {HEAD}) OR NEW.hash <> ''",
                  f"SELECT RAISE(ABORT, '{_FIXED}')"),
        *_trigger("audit_seal", f"AFTER INSERT ON {ENTRY}", f"""
            UPDATE {HEAD} SET seq = NEW.seq, hash = cwc_hash(NEW.seq, hash, {values});
            UPDATE {ENTRY} SET hash = (SELECT hash FROM {HEAD}) WHERE rowid = NEW.rowid;
            INSERT INTO {OBJECT} (seq, kind, object_id, listed)
            SELECT NEW.seq, rtrim(kinds.key, '*'), ids.value, kinds.key LIKE '%*'
            FROM json_each(NEW.objects) kinds, json_each(kinds.value) ids"""),
    ]


def _fixed() -> list[str]:
    """Nothing that was added can be changed or taken away; only an entry's own sealing may."""
    refuse = f"SELECT RAISE(ABORT, '{_FIXED}')"
    return [
        *_trigger("audit_entry_update", f"BEFORE UPDATE ON {ENTRY} WHEN OLD.hash <> ''", refuse),
        *_trigger("audit_entry_delete", f"BEFORE DELETE ON {ENTRY}", refuse),
        *_trigger("audit_head_delete", f"BEFORE DELETE ON {HEAD}", refuse),
        *(text for table in (OBJECT, REVISION) for event in ("UPDATE", "DELETE")
          for text in _trigger(f"audit_{table}_{event.lower()}", f"BEFORE {event} ON {table}", refuse)),
    ]


def _watch(watch: Watch) -> list[str]:
    name = f"audit_{watch.table}"
    new, old = _row("NEW", watch), _row("OLD", watch)
    differs = f"cwc_changes({old}, {new})"
    if watch.part:
        known = f" WHEN (SELECT version FROM {watch.owner} WHERE id = NEW.{watch.id_column}) > 1" if watch.owner else ""
        return [
            *_trigger(f"{name}_insert", f"AFTER INSERT ON {watch.table}{known}", _told(watch, "NEW", "changed", _part(watch, "NULL", new))),
            *_trigger(f"{name}_update", f"AFTER UPDATE ON {watch.table} WHEN {differs} <> '{{}}'", _told(watch, "NEW", "changed", _part(watch, old, new))),
            *_trigger(f"{name}_delete", f"AFTER DELETE ON {watch.table}", _told(watch, "OLD", "changed", _part(watch, old, "NULL"))),
        ]
    return [
        *_trigger(f"{name}_insert", f"AFTER INSERT ON {watch.table}", _told(watch, "NEW", "created", "'{}'")),
        *_trigger(f"{name}_update", f"AFTER UPDATE ON {watch.table} WHEN {differs} <> '{{}}'", _told(watch, "NEW", "changed", differs)),
        *_trigger(f"{name}_delete", f"AFTER DELETE ON {watch.table}", _told(watch, "OLD", "deleted", f"cwc_changes({old}, NULL)")),
    ]


def _part(watch: Watch, before: str, after: str) -> str:
    return f"json_object('{watch.part}', json_array(json({before}), json({after})))"


def _row(alias: str, watch: Watch) -> str:
    values = (f"'{column}', {_masked(alias, column)}" for column in watch.columns)
    return f"json_object({', '.join(values)})"


def _masked(alias: str, column: str) -> str:
    value = f'{alias}."{column}"'
    return f"substr(cwc_hash({value}), 1, 8)" if column in MASKED else value


def _told(watch: Watch, alias: str, verb: str, told: str) -> str:
    """The entry and the revision of one row's change."""
    row = f"{alias}.{watch.id_column}"
    return f"""
        INSERT INTO {ENTRY} (seq, at, user_id, {_CONTEXT_COLUMNS}, action, outcome, objects, detail, hash) VALUES (
            (SELECT seq + 1 FROM {HEAD}), cwc_now(), CAST(nullif(cwc_context('user_id'), '') AS INTEGER),
            {_CONTEXT_VALUES}, '{watch.kind}.{verb}', 'ok', json_object('{watch.kind}', json_array({row})),
            json_object('digest', cwc_hash({told})), '');
        INSERT INTO {REVISION} (seq, kind, object_id, action, changes)
        VALUES ((SELECT seq FROM {HEAD}), '{watch.kind}', {row}, '{verb}', {told})"""


def _trigger(name: str, event: str, body: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} {event} BEGIN {body}; END"]
