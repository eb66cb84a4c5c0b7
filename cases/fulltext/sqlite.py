"""The index on SQLite: a table of FTS5 that keeps no text, filled by triggers that ask this process for the words."""
from .grams import grams, phrase

TABLE, CONTACT = "cases_contact_text", "cases_contact"
STATE = f"SELECT EXISTS (SELECT 1 FROM {CONTACT}), EXISTS (SELECT 1 FROM {TABLE})"  # noqa: S608 (fixed names)
_OF = "cwc_grams({0}.counterpart || char(10) || {0}.text)"
_FILL = f"INSERT INTO {TABLE} (rowid, grams) VALUES (NEW.id, {_OF.format('NEW')});"  # noqa: S608
_EMPTY = f"INSERT INTO {TABLE} ({TABLE}, rowid, grams) VALUES ('delete', OLD.id, {_OF.format('OLD')});"  # noqa: S608


def register(connection) -> None:
    """Give a new connection the function that the triggers call."""
    connection.connection.create_function("cwc_grams", 1, grams, deterministic=True)


def query(word: str) -> tuple[str, list] | None:
    """SQL for the ids of the contacts that contain the word, and its values; None for nothing to look for."""
    words = phrase(word)
    if not words:
        return None
    asked = f'"{words[0]}"*' if len(words[0]) == 6 else f'"{" ".join(words)}"'
    return f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [asked]  # noqa: S608


def statements() -> list[str]:
    """The table and its triggers."""
    changed = f"AFTER UPDATE OF text, counterpart ON {CONTACT} WHEN OLD.text <> NEW.text OR OLD.counterpart <> NEW.counterpart"
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(grams, content='', tokenize='ascii')",
        *_trigger("contact_text_insert", f"AFTER INSERT ON {CONTACT}", _FILL),
        *_trigger("contact_text_delete", f"AFTER DELETE ON {CONTACT}", _EMPTY),
        *_trigger("contact_text_update", changed, _EMPTY + _FILL),
    ]


def rebuilding() -> list[str]:
    """Statements that fill the index anew."""
    return [f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')",  # noqa: S608
            f"INSERT INTO {TABLE} (rowid, grams) SELECT id, {_OF.format(CONTACT)} FROM {CONTACT}"]  # noqa: S608


def _trigger(name: str, event: str, body: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} {event} BEGIN {body} END"]
