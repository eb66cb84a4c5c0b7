"""Full text of contacts (対応記録の全文) and of the register: words of any length are found, also 介護, in any width, kana and variant kanji.

Every two neighbouring characters of a folded text are one word of the engine's own text index (bigrams), so that a
phrase of them is what stands in the text character by character. Triggers keep the index, so that no way of writing a
record can forget it. What the index holds of a text of more than INDEXED characters is its beginning.
"""
from django.db.models import BigAutoField, Lookup, Model, QuerySet

from cases.database import SQLITE
from cases.models import Contact

from . import postgresql, sqlite
from .grams import INDEXED
from .indexed import ALL, Indexed

__all__ = ["INDEXED", "containing", "prepare", "rebuild", "statements"]
_BY_TABLE = {each.table: each for each in ALL}


@BigAutoField.register_lookup
class TextContains(Lookup):
    """<id>__text_contains: whose text has a word, by the engine's index. The word is a value of the statement."""

    lookup_name = "text_contains"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        """The column is the id of a table that has an index."""
        column, values = self.process_lhs(compiler, connection)
        index = _BY_TABLE[self.lhs.output_field.model._meta.db_table].index
        found, word = _engine(connection.vendor).query(self.rhs, index)
        return f"{column} IN ({found})", [*values, *word]


def containing(word: str, connection, model: type[Model] = Contact) -> QuerySet:
    """The rows, deleted ones too, one of whose indexed columns contains the word; all of them for a word of no characters.

    Spaces and line breaks do not count, neither in the word nor in the text.
    """
    if _engine(connection.vendor).query(word, "") is None:
        return model.everything.all()
    return model.everything.filter(pk__text_contains=word)


def prepare(connection, **kwargs) -> None:
    """Make a new connection ready for the triggers (signal connection_created)."""
    _engine(connection.vendor).register(connection)


def statements(vendor: str) -> list[str]:
    """The indexes and their triggers, safe to run again after every migrate."""
    engine = _engine(vendor)
    return [*engine.functions(), *(statement for each in ALL for statement in engine.statements(each))]


def rebuild(connection, *, always: bool = False) -> bool:
    """Index every row anew where its index is empty (`always`: in any case). Returns whether any was done."""
    engine = _engine(connection.vendor)
    with connection.cursor() as cursor:
        stale = [each for each in ALL if always or _is_missing(cursor, each)]
        for statement in (statement for each in stale for statement in engine.rebuilding(each)):
            cursor.execute(statement)
    return bool(stale)


def _is_missing(cursor, of: Indexed) -> bool:
    """Whether there are rows and no index, or an index and no rows (all tables were emptied)."""
    asked = f"SELECT EXISTS (SELECT 1 FROM {of.table}), EXISTS (SELECT 1 FROM {of.index})"  # noqa: S608 (fixed names)
    cursor.execute(asked)
    rows, indexed = cursor.fetchone()
    return bool(rows) != bool(indexed)


def _engine(vendor: str):
    return sqlite if vendor == SQLITE else postgresql
