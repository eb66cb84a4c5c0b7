"""The audit's tables as its SQL names them, and which rows of the record are watched for changes."""
from dataclasses import dataclass

from django.apps import apps

ENTRY, HEAD, OBJECT, REVISION = (
    "cases_auditentry", "cases_audithead", "cases_auditobject", "cases_revision")

# In this order the columns of an entry are hashed, after its number and the hash of the entry before.
HASHED = ("at", "user_id", "username", "role", "action", "outcome", "route", "request_id", "address", "purpose",
          "objects", "detail")
SEPARATOR = 31  # the character between them: ASCII's unit separator, which no field contains
CONTEXT = ("username", "role", "route", "request_id", "address", "purpose")

# Columns whose change says nothing: counters and clocks of every table, and by noun copies of what is told elsewhere.
UNWATCHED = frozenset({"version", "updated_at", "form_token"})
UNWATCHED_OF = {
    "contact": {"fiscal_year", "month", "deleted_codings"}, "contactcategory": {"fiscal_year", "month", "single"},
    "activity": {"fiscal_year", "month"}, "referral": {"fiscal_year"},
    "importbatch": {"content", "rejected", "summary"},  # a BLOB cannot be compared as text, and the summary is of its making
    "merge": {"changes"},  # told by the records that it changed
    "member": {"youngest", "oldest"}, "user": {"last_login", "session_epoch"},
    "savedsearch": {"conditions", "words"},  # they name people, and are of its making
}
# A password's change is told, not the password.
MASKED = frozenset({"password"})


@dataclass(frozen=True)
class Watch:
    """Changes of a table's rows, told as changes of the record `kind` whose id stands in `id_column`.

    `part` names the rows of a list that belongs to the record, such as the codings of a contact. They are not told
    one by one while the record is new (`owner` is its table, and its version still 1); without an `owner` they always are. `left_out` are the columns
    that are not told.
    """

    table: str
    columns: tuple[str, ...]
    kind: str
    id_column: str = "id"
    part: str = ""
    owner: str = ""
    left_out: tuple[str, ...] = ()


_NOUNS = ("contact", "case", "household", "member", "resource", "district", "town", "council", "user", "assignment",
          "axis", "category", "earlierlabel", "earlierrule", "jointdistrict", "codebookplan", "publishedfigure", "importbatch", "protection", "relation", "tie",
          "shareoverride", "shareoverrideentry",
          "footnote", "importchoice", "savedsearch", "waiting", "merge", "keptapart", "activity", "activitykind", "noentries", "referral", "leader",
          "caseevent", "supportplan", "goal", "monitoring", "task", "conference", "consent", "assessment", "question")


def watches() -> list[Watch]:
    """Everything that is watched; a model that does not exist (yet) is left out."""
    found = [_of(apps.get_model("cases", noun), noun) for noun in _NOUNS]
    contact = apps.get_model("cases", "contact")
    owner, home = contact._meta.db_table, apps.get_model("cases", "household")._meta.db_table
    codings, people = apps.get_model("cases", "contactcategory"), contact.coordinators.through
    types = apps.get_model("cases", "householdtype")
    activity = apps.get_model("cases", "activity")
    answers = apps.get_model("cases", "answer")
    return [*found, _of(codings, "contact", "contact_id", "codings", owner),
            _of(people, "contact", "contact_id", "coordinators", owner),
            _of(contact.also_cases.through, "contact", "contact_id", "also_cases", owner),
            _of(activity.coordinators.through, "activity", "activity_id", "coordinators", activity._meta.db_table),
            _of(types, "household", "household_id", "types", home), *map(_asked_for, ("axis", "earlierrule")), *map(_named, ("household", "case", "member")),
            _of(answers, "assessment", "assessment_id", "answers", apps.get_model("cases", "assessment")._meta.db_table), *(_listed("conference", name) for name in ("cases", "people", "agencies")), _listed("resource", "districts")]


def _named(noun: str) -> Watch:
    """Who is named on a restricted record."""
    model = apps.get_model("cases", noun)
    return _of(model.named.through, noun, f"{noun}_id", "named", model._meta.db_table)


def _listed(noun: str, name: str) -> Watch:
    """The cases of a meeting, and who took part in it; the districts of a resource."""
    model = apps.get_model("cases", noun)
    return _of(getattr(model, name).through, noun, f"{noun}_id", name, model._meta.db_table)


def _asked_for(noun: str) -> Watch:
    """The kinds (対象) that an axis is, or was, asked for."""
    return _of(apps.get_model("cases", noun).asked_for.through, noun, f"{noun}_id", "asked_for")


def _of(model, kind: str, id_column: str = "id", part: str = "", owner: str = "") -> Watch:
    hidden = UNWATCHED | UNWATCHED_OF.get(model._meta.model_name, set())
    hidden |= {"id", id_column, "axis_id"} if part else set()
    hidden |= {"district_id"} if part and part != "districts" else set()
    columns = [field.column for field in model._meta.local_concrete_fields]
    return Watch(model._meta.db_table, tuple(each for each in columns if each not in hidden), kind, id_column, part, owner,
                 tuple(each for each in columns if each in hidden))
