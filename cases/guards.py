"""What the database itself refuses or repairs, beyond what a constraint can say.

Written once in plain SQL that both engines understand; `database.py` turns it into triggers.
"""
from django.db import connections

from . import fulltext
from .audit import triggers
from .audit.layout import ENTRY
from .database import SQLITE, date_part, learn_sizes, no_longer, refusal, repair

CONTACT, CODE, CATEGORY, AXIS = "cases_contact", "cases_contactcategory", "cases_category", "cases_axis"
ALSO = "cases_contact_also_cases"
TYPE = "cases_householdtype"

# A coding is right when its category is of its axis, one that is chosen on the contact, and valid in the year, when it
# knows whether the axis takes one value (the unique index for single axes relies on it) and when its copies equal the
# contact's. One question: an import asks it of millions.
CODE_IS_WRONG = f"""NOT EXISTS (
    SELECT 1 FROM {CATEGORY} category JOIN {AXIS} axis ON axis.id = category.axis_id, {CONTACT} contact
    WHERE category.id = NEW.category_id AND axis.id = NEW.axis_id AND NEW.single = (axis.answer = 'single')
      AND axis.source = 'contact' AND coalesce(category.first_year, NEW.fiscal_year) <= NEW.fiscal_year
      AND coalesce(category.last_year, NEW.fiscal_year) >= NEW.fiscal_year
      AND contact.id = NEW.contact_id AND contact.deleted_at IS NULL AND contact.fiscal_year = NEW.fiscal_year
      AND contact.month = NEW.month AND contact.district_id = NEW.district_id)"""  # noqa: S608 (no input)
TYPE_IS_WRONG = f"""NOT EXISTS (
    SELECT 1 FROM {CATEGORY} category JOIN {AXIS} axis ON axis.id = category.axis_id
    WHERE category.id = NEW.category_id AND axis.id = NEW.axis_id AND axis.source = 'household')"""  # noqa: S608
# ほかのケース stand beside a case that is not one of them: a contact is never counted for a case twice.
ALSO_IS_WRONG = f"""NOT EXISTS (SELECT 1 FROM {CONTACT} contact WHERE contact.id = NEW.contact_id
    AND contact.case_id <> NEW.case_id)"""  # noqa: S608 (no input)
CASE_IS_WRONG = f"""EXISTS (SELECT 1 FROM {ALSO} also WHERE also.contact_id = NEW.id
    AND (NEW.case_id IS NULL OR also.case_id = NEW.case_id))"""  # noqa: S608
COPY_TO_CODES = f"""UPDATE {CODE} SET fiscal_year = NEW.fiscal_year, month = NEW.month, district_id = NEW.district_id
    WHERE contact_id = NEW.id AND (fiscal_year <> NEW.fiscal_year OR month <> NEW.month
      OR district_id <> NEW.district_id)"""  # noqa: S608


def statements(vendor: str) -> list[str]:
    """All trigger statements for one engine, safe to run again."""
    year, month = date_part(vendor, "year", "NEW.date"), date_part(vendor, "month", "NEW.date")
    period_is_wrong = (f"(NEW.month <> {month} OR "
                       f"NEW.fiscal_year <> {year} - CASE WHEN {month} < 4 THEN 1 ELSE 0 END)")
    return [
        *refusal(vendor, "contact_period", CONTACT, period_is_wrong, "fiscal_year and month must follow the date"),
        *refusal(vendor, "also_matches", ALSO, ALSO_IS_WRONG, "other cases of a contact stand beside its own"),
        *refusal(vendor, "contact_case", CONTACT, CASE_IS_WRONG, "the case of a contact is none of its other cases",
                 only_of="case_id"),
        *refusal(vendor, "code_matches", CODE, CODE_IS_WRONG, "category, axis, contact and fiscal year of a coding must match"),
        *no_longer(vendor, "code_years", CODE),  # part of the one above
        *refusal(vendor, "type_matches", TYPE, TYPE_IS_WRONG, "category and axis of a type of household must match"),
        *repair(vendor, "contact_copies", CONTACT, "date, fiscal_year, month, district_id", COPY_TO_CODES),
    ]


def install(connection) -> None:
    """Create or renew every guard on the connection's database, the audit's triggers and the full text's."""
    with connection.cursor() as cursor:
        for statement in _everything(connection.vendor):
            cursor.execute(statement)
    fulltext.rebuild(connection)


def _everything(vendor: str) -> list[str]:
    return [*statements(vendor), *triggers.statements(vendor), *fulltext.statements(vendor)]


def remove_before_migrate(using, plan=(), **kwargs) -> None:
    """On SQLite take the triggers away for as long as tables are remade: it refuses to rename one that a trigger names.

    They come back after the migrations, and where those fail (the command `migrate`).
    """
    connection = connections[using]
    if plan and connection.vendor == SQLITE:
        with connection.cursor() as cursor:
            for statement in _everything(SQLITE):
                if statement.startswith("DROP TRIGGER"):
                    cursor.execute(statement)


def install_after_migrate(using, plan=(), **kwargs) -> None:
    """Renew the guards when the tables exist (a migrate back to zero leaves none)."""
    connection = connections[using]
    if {CODE, TYPE, ALSO, ENTRY} <= set(connection.introspection.table_names()):
        install(connection)
        learn_sizes(connection)
