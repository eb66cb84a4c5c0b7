"""The index on PostgreSQL: tables of their own with a tsvector, filled by triggers; the server itself folds and cuts.

The words looked for are made by the same functions as those of the index. They fold as cases.text.fold does, but for
letters that are neither Latin nor Japanese, whose case counts here. A word of the index is two characters, a phrase
of them what stands side by side; both are written as the types' own texts, because the server's parser knows no such words.
"""
from cases.text import COMMON, RARE, UNSEEN, fold

from .grams import INDEXED
from .indexed import Indexed

_LAST_POSITION = 16383  # a tsvector knows no higher one
_BREAK = "chr(10)"

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


def register(connection) -> None:
    """Nothing: the functions are the server's."""


def query(word: str, index: str) -> tuple[str, list] | None:
    """SQL for the ids of the rows that contain the word, and its values; None for nothing to look for."""
    if not fold(word):
        return None
    return f"SELECT {_key(index)} FROM {index} WHERE grams @@ cwc_phrase(%s)", [word]  # noqa: S608 (fixed names)


def functions() -> list[str]:
    """The functions that fold a text and cut it into words."""
    return [_function("cwc_narrow", _NARROW, "text", "sql"), _function("cwc_fold", _FOLD, "text"),
            _function("cwc_grams", _GRAMS, "tsvector"), _function("cwc_phrase", _PHRASE, "tsquery")]


def statements(of: Indexed) -> list[str]:
    """The table, its index and its triggers."""
    index, key = of.index, _key(of.index)
    return [
        f"CREATE TABLE IF NOT EXISTS {index} ({key} bigint PRIMARY KEY, grams tsvector NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS {of.name}_grams ON {index} USING gin (grams)",
        *(_trigger_function(f"cwc_{of.name}_{name}", body) for name, body in _bodies(of).items()),
        *_trigger(of, "added", "AFTER INSERT", "REFERENCING NEW TABLE AS added FOR EACH STATEMENT"),
        *_trigger(of, "gone", "AFTER DELETE", "FOR EACH ROW"),
        *_trigger(of, "changed", f"AFTER UPDATE OF {', '.join(of.columns)}", f"FOR EACH ROW WHEN ({of.changed})"),
    ]


def rebuilding(of: Indexed) -> list[str]:
    """Statements that fill the index anew."""
    return [f"TRUNCATE {of.index}", f"INSERT INTO {of.index} ({_key(of.index)}, grams) SELECT id, {of.words(of.table, _BREAK)} FROM {of.table}"]  # noqa: S608


def _key(index: str) -> str:
    """The column of an index that holds the rows' ids: contact_id of cases_contact_text."""
    return index.removeprefix("cases_").removesuffix("_text") + "_id"


def _bodies(of: Indexed) -> dict[str, str]:
    """What the triggers do, by name."""
    index, key = of.index, _key(of.index)
    into, put = f"INSERT INTO {index} ({key}, grams)", f"ON CONFLICT ({key}) DO UPDATE SET grams = excluded.grams"
    return {
        "added": f"BEGIN {into} SELECT id, {of.words('added', _BREAK)} FROM added {put}; RETURN NULL; END",  # noqa: S608
        "changed": f"BEGIN {into} VALUES (NEW.id, {of.words('NEW', _BREAK)}) {put}; RETURN NULL; END",  # noqa: S608
        "gone": f"BEGIN DELETE FROM {index} WHERE {key} = OLD.id; RETURN NULL; END",  # noqa: S608
    }


def _function(name: str, body: str, gives: str, language: str = "plpgsql") -> str:
    return f"CREATE OR REPLACE FUNCTION {name}(text) RETURNS {gives} LANGUAGE {language} IMMUTABLE AS $words${body}$words$"


def _trigger_function(name: str, body: str) -> str:
    return (f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            f"SET search_path FROM CURRENT AS $words${body}$words$")


def _trigger(of: Indexed, name: str, event: str, scope: str) -> list[str]:
    trigger = f"{of.name}_{name}"
    return [f"DROP TRIGGER IF EXISTS {trigger} ON {of.table}",
            f"CREATE TRIGGER {trigger} {event} ON {of.table} {scope} EXECUTE FUNCTION cwc_{trigger}()"]
