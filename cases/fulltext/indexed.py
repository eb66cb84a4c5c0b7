"""What has a full text: tables, and the columns whose words are found."""
from dataclasses import dataclass

from django.db.models import Model

from cases.models import Activity, Contact


@dataclass(frozen=True, slots=True)
class Indexed:
    """A model with its index `<table>_text`; `name` begins the names of its triggers."""

    model: type[Model]
    name: str
    columns: tuple[str, ...]

    @property
    def table(self) -> str:
        """Where the rows are."""
        return self.model._meta.db_table

    @property
    def index(self) -> str:
        """Where their words are."""
        return f"{self.table}_text"

    def words(self, row: str, line_break: str) -> str:
        """SQL for the words of a row: its columns one below the other."""
        return "cwc_grams(" + f" || {line_break} || ".join(f"{row}.{column}" for column in self.columns) + ")"

    @property
    def changed(self) -> str:
        """SQL that says whether an update from OLD to NEW changes them."""
        return " OR ".join(f"OLD.{column} <> NEW.{column}" for column in self.columns)


CONTACTS = Indexed(Contact, "contact_text", ("counterpart", "text"))
ACTIVITIES = Indexed(Activity, "activity_text", ("title", "place", "text"))
ALL = (CONTACTS, ACTIVITIES)
