"""The index on PostgreSQL: a table of its own with a tsvector, filled by triggers; the server itself folds and cuts.

The words looked for are made by the same functions as those of the index. They fold as cases.text.fold does, but for
letters that are neither Latin nor Japanese, whose case counts here. A word of the index is two characters, a phrase
of them what stands side by side; both are written as the types' own texts, because the server's parser knows no such words.
"""
from cases.text import COMMON, RARE, UNSEEN, fold

from .grams import INDEXED

TABLE, CONTACT = "cases_contact_text", "cases_contact"
STATE = f"SELECT EXISTS (SELECT 1 FROM {CONTACT}), EXISTS (SELECT 1 FROM {TABLE})"  # noqa: S608 (fixed names)
_LAST_POSITION = 16383  # a tsvector knows no higher one
_OF = "cwc_grams({0}.counterpart || chr(10) || {0}.text)"
_PUT = "ON CONFLICT (contact_id) DO UPDATE SET grams = excluded.grams"

_NARROW = f"SELECT normalize(regexp_replace(normalize($1, NFKC), '{UNSEEN}', '', 'g'), NFKC)"
# translate() looks through its whole table for each character, so the long one is asked only where it has something to do.
_FOLD = f"""
DECLARE folded text := translate(lower(cwc_narrow($1) COLLATE "C"), '{"".join(COMMON)}', '{"".join(COMMON.values())}');
BEGIN
    IF folded ~ '[{"".join(RARE)}]' THEN folded := translate(folded, '{"".join(RARE)}', '{"".join(RARE.values())}'); END IF;
    RETURN cwc_narrow(folded);
END"""
# Two characters as the text of a tsvector or tsquery has them: in quotes, with quotes and backslashes doubled.
_PAIR = r"""quote || replace(replace(one || coalesce(other, ''), '\', '\\'), quote, quote || quote) || quote"""
_PAIRS = "unnest(letters, letters[2:]) WITH ORDINALITY AS pairs (one, other, n)"
_GRAMS = f"""
DECLARE letters text[] := string_to_array(left(cwc_fold($1), {INDEXED}), NULL); quote text := chr(39);
BEGIN
    RETURN (SELECT coalesce(string_agg({_PAIR} || ':' || least(n, {_LAST_POSITION}), ' '), '')::tsvector FROM {_PAIRS});
END"""  # noqa: S608
_PHRASE = f"""
DECLARE letters text[] := string_to_array(cwc_fold($1), NULL); quote text := chr(39); beginning text := '';
BEGIN
    IF cardinality(letters) = 1 THEN beginning := ':*'; END IF;
    RETURN (SELECT (string_agg({_PAIR} || beginning, ' <-> ' ORDER BY n))::tsquery FROM {_PAIRS}
            WHERE other IS NOT NULL OR beginning <> '');
END"""  # noqa: S608
_ADDED = f"""BEGIN INSERT INTO {TABLE} (contact_id, grams) SELECT id, {_OF.format("added")} FROM added {_PUT}; RETURN NULL; END"""  # noqa: S608
_CHANGED = f"""BEGIN INSERT INTO {TABLE} (contact_id, grams) VALUES (NEW.id, {_OF.format("NEW")}) {_PUT}; RETURN NULL; END"""  # noqa: S608
_GONE = f"BEGIN DELETE FROM {TABLE} WHERE contact_id = OLD.id; RETURN NULL; END"  # noqa: S608


def register(connection) -> None:
    """Nothing: the functions are the server's."""


def query(word: str) -> tuple[str, list] | None:
    """SQL for the ids of the contacts that contain the word, and its values; None for nothing to look for."""
    if not fold(word):
        return None
    return f"SELECT contact_id FROM {TABLE} WHERE grams @@ cwc_phrase(%s)", [word]  # noqa: S608


def statements() -> list[str]:
    """The functions, the table, its index and its triggers."""
    return [
        _function("cwc_narrow", _NARROW, "text", "sql"), _function("cwc_fold", _FOLD, "text"),
        _function("cwc_grams", _GRAMS, "tsvector"), _function("cwc_phrase", _PHRASE, "tsquery"),
        f"CREATE TABLE IF NOT EXISTS {TABLE} (contact_id bigint PRIMARY KEY, grams tsvector NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS contact_text_grams ON {TABLE} USING gin (grams)",
        *(_trigger_function(f"cwc_contact_text_{name}", body) for name, body in (("added", _ADDED), ("changed", _CHANGED), ("gone", _GONE))),
        *_trigger("contact_text_added", "AFTER INSERT", "REFERENCING NEW TABLE AS added FOR EACH STATEMENT", "added"),
        *_trigger("contact_text_gone", "AFTER DELETE", "FOR EACH ROW", "gone"),
        *_trigger("contact_text_changed", "AFTER UPDATE OF text, counterpart", "FOR EACH ROW WHEN "
                  "(OLD.text <> NEW.text OR OLD.counterpart <> NEW.counterpart)", "changed"),
    ]


def rebuilding() -> list[str]:
    """Statements that fill the index anew."""
    return [f"TRUNCATE {TABLE}", f"INSERT INTO {TABLE} (contact_id, grams) SELECT id, {_OF.format(CONTACT)} FROM {CONTACT}"]  # noqa: S608


def _function(name: str, body: str, gives: str, language: str = "plpgsql") -> str:
    return f"CREATE OR REPLACE FUNCTION {name}(text) RETURNS {gives} LANGUAGE {language} IMMUTABLE AS $words${body}$words$"


def _trigger_function(name: str, body: str) -> str:
    return (f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            f"SET search_path FROM CURRENT AS $words${body}$words$")


def _trigger(name: str, event: str, scope: str, function: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {name} ON {CONTACT}",
            f"CREATE TRIGGER {name} {event} ON {CONTACT} {scope} EXECUTE FUNCTION cwc_contact_text_{function}()"]
