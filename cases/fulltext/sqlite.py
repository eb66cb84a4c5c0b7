"""The index on SQLite: tables of FTS5 that keep no text, filled by triggers that ask this process for the words."""
from .grams import grams, phrase
from .indexed import Indexed

_BREAK = "char(10)"


def register(connection) -> None:
    """Give a new connection the function that the triggers call."""
    connection.connection.create_function("cwc_grams", 1, grams, deterministic=True)


def query(word: str, index: str) -> tuple[str, list] | None:
    """SQL for the ids of the rows that contain the word, and its values; None for nothing to look for."""
    words = phrase(word)
    if not words:
        return None
    asked = f'"{words[0]}"*' if len(words[0]) == 6 else f'"{" ".join(words)}"'
    return f"SELECT rowid FROM {index} WHERE {index} MATCH %s", [asked]  # noqa: S608 (fixed names)


def functions() -> list[str]:
    """None: the function is this process's own."""
    return []


def statements(of: Indexed) -> list[str]:
    """The table and its triggers."""
    table, index = of.table, of.index
    fill = f"INSERT INTO {index} (rowid, grams) VALUES (NEW.id, {of.words('NEW', _BREAK)});"  # noqa: S608
    empty = f"INSERT INTO {index} ({index}, rowid, grams) VALUES ('delete', OLD.id, {of.words('OLD', _BREAK)});"  # noqa: S608
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5(grams, content='', tokenize='ascii')",
        *_trigger(f"{of.name}_insert", f"AFTER INSERT ON {table}", fill),
        *_trigger(f"{of.name}_delete", f"AFTER DELETE ON {table}", empty),
        *_trigger(f"{of.name}_update", f"AFTER UPDATE OF {', '.join(of.columns)} ON {table} WHEN {of.changed}", empty + fill),
    ]


def rebuilding(of: Indexed) -> list[str]:
    """Statements that fill the index anew."""
    return [f"INSERT INTO {of.index} ({of.index}) VALUES ('delete-all')",  # noqa: S608
            f"INSERT INTO {of.index} (rowid, grams) SELECT id, {of.words(of.table, _BREAK)} FROM {of.table}"]  # noqa: S608


def _trigger(name: str, event: str, body: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} {event} BEGIN {body} END"]
