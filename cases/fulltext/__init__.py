"""Full text of contacts (対応記録の全文): words of any length are found, also 介護, in any width, kana and variant kanji.

Every two neighbouring characters of a folded text are one word of the engine's own text index (bigrams), so that a
phrase of them is what stands in the text character by character. Triggers keep the index, so that no way of writing a
contact can forget it. What the index holds of a text of more than INDEXED characters is its beginning.
"""
from django.db.models import BigAutoField, Lookup, QuerySet

from cases.database import SQLITE
from cases.models import Contact

from . import postgresql, sqlite
from .grams import INDEXED

__all__ = ["INDEXED", "containing", "prepare", "rebuild", "statements"]


@BigAutoField.register_lookup
class TextContains(Lookup):
    """contact__text_contains: whose text has a word, by the engine's index. The word is a value of the statement."""

    lookup_name = "text_contains"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        """The column is one of the index's ids."""
        column, values = self.process_lhs(compiler, connection)
        found, word = _engine(connection.vendor).query(self.rhs)
        return f"{column} IN ({found})", [*values, *word]


def containing(word: str, connection) -> QuerySet[Contact]:
    """The contacts, deleted ones too, whose text or counterpart contains the word; all of them for a word of no characters.

    Spaces and line breaks do not count, neither in the word nor in the text.
    """
    if _engine(connection.vendor).query(word) is None:
        return Contact.everything.all()
    return Contact.everything.filter(pk__text_contains=word)


def prepare(connection, **kwargs) -> None:
    """Make a new connection ready for the triggers (signal connection_created)."""
    _engine(connection.vendor).register(connection)


def statements(vendor: str) -> list[str]:
    """The index and its triggers, safe to run again after every migrate."""
    return _engine(vendor).statements()


def rebuild(connection, *, always: bool = False) -> bool:
    """Index every contact anew where the index is empty (`always`: in any case). Returns whether it was done."""
    engine = _engine(connection.vendor)
    with connection.cursor() as cursor:
        if not always and not _is_missing(cursor, engine.STATE):
            return False
        for statement in engine.rebuilding():
            cursor.execute(statement)
    return True


def _is_missing(cursor, state: str) -> bool:
    """Whether there are contacts and no index, or an index and no contacts (all tables were emptied)."""
    cursor.execute(state)
    contacts, indexed = cursor.fetchone()
    return bool(contacts) != bool(indexed)


def _engine(vendor: str):
    return sqlite if vendor == SQLITE else postgresql
