"""What the drafts of a list belong to, in words: the case, household, contact … that is in sight, or that there is one out of it."""
from collections.abc import Callable, Iterable

from django.apps import apps
from django.db.models import Model, QuerySet

from cases import access
from cases.models import (
    WHEREABOUTS,
    Activity,
    ActivityKind,
    Axis,
    Case,
    Category,
    CodebookPlan,
    Conference,
    District,
    Draft,
    Household,
    JointDistrict,
    Member,
    Question,
    Resource,
    SupportPlan,
    User,
)
from cases.periods import fiscal_year_label, format_date

from .draft_numbers import named_in

Home = tuple[str, int]  # the name of a model, and an id

# The rows in sight, what one of them is called, and what is said of one out of sight.
_KINDS: dict[str, tuple[Callable[[User], QuerySet], Callable, str]] = {
    "case": (access.visible_cases, str, "今は見られないケース"),
    "household": (access.visible_households, str, "今は見られない世帯"),
    "member": (lambda user: access.visible_members(user).select_related("household"), lambda row: f"{row.household}　{row}", "今は見られない世帯員"),
    "contact": (access.visible_contacts, lambda row: f"{format_date(row.date)}の対応記録", "今は見られない対応記録"),
    "conference": (lambda user: access.visible_parts(user, Conference), lambda row: f"{format_date(row.date)}の{row.get_kind_display()}", "今は見られない会議"),
    "activity": (access.visible_activities, lambda row: f"{format_date(row.date)}の{row.title}", "今は見られない地域支援の記録"),
    "resource": (lambda user: Resource.objects.all(), str, "削除された社会資源"),
    "district": (lambda user: District.objects.all(), str, "削除された地区"),
    "user": (lambda user: User.objects.all(), lambda row: row.name, "今はいない利用者"),
    "cases of a user": (lambda user: User.objects.all(), lambda row: f"{row.name}のケース", "今はいない人のケース"),
    "question": (lambda user: Question.objects.all(), str, "削除された項目"),
    "jointdistrict": (lambda user: JointDistrict.objects.all(), str, "削除された合同地区"),
    "activitykind": (lambda user: ActivityKind.objects.all(), str, "削除された種別"),
    "axis": (lambda user: Axis.objects.all(), lambda row: row.name, "削除された軸"),
    "category": (lambda user: Category.objects.select_related("axis"), lambda row: f"{row.axis.name}　{row.label}", "削除された分類"),
    "codebookplan": (lambda user: CodebookPlan.objects.all(), lambda row: f"{fiscal_year_label(row.fiscal_year)}の年度更新", "今はない年度更新"),
}
_BY_THEMSELVES = {model._meta.model_name for model in (
    Case, Household, Member, Resource, Conference, Activity, District, Question, JointDistrict, ActivityKind, User, Axis, Category)}


def with_homes(user: User, drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, each with `home`, whether it is `home_in_sight`, what it names by numbers or chooses (`named`) and in words (`told`) besides,
    the names of the fields that are `hidden` because its household is protected by now, and the beginning that is `shown`.

    What the draft changes may be out of sight by now: it then holds the words of a record that the writer may not see. It `is_kept_back`, and
    `is_closed` where not even the own words in it may be told apart from those, and wherever the user has no role by now that opens its form.
    One query more for each kind of home and of what is closed, one for plans, one for contacts, one for protected households, one for who may see
    what is restricted, and those of the numbers.
    """
    drafts = list(drafts)
    of = list(zip(drafts, _at_their_cases([_home_of(draft) for draft in drafts]), strict=True))
    rows, contacts = _rows_in_sight(user, [home for _, home in of]), _contacts_in_sight(user, drafts)
    named, protected = _chosen(user, drafts) | named_in(user, drafts), _protected(drafts)
    for draft, home in of:
        _say_home(draft, home, rows)
        draft.is_kept_back = _is_kept_back(draft, home, contacts)
        draft.hidden = _whereabouts(draft) if household_of(draft) in protected else frozenset()
        _say_who_else(draft, named)
    closed = _closed(user, {_kept_of(draft, home) for draft, home in of if draft.is_kept_back})
    for draft, home in of:
        _say_beginning(draft, home, closed)
        if not access.may_open_form(user, draft):
            _close(draft)
    return drafts


def _close(draft: Draft) -> None:
    """Tell nothing of it but what kind of form it is: it is there to be given up, or gone on with by whoever gets the role again."""
    draft.home, draft.home_in_sight, draft.named, draft.told, draft.shown = "", False, [], "", ""
    draft.is_kept_back = draft.is_closed = True


def _rows_in_sight(user: User, homes: Iterable[Home | None]) -> dict[str, dict[int, Model]]:
    """The homes in sight by kind and id. One query for each kind."""
    asked: dict[str, list[int]] = {}
    for kind, pk in filter(None, homes):
        asked.setdefault(kind, []).append(pk)
    return {kind: _KINDS[kind][0](user).in_bulk(ids) for kind, ids in asked.items()}


def _say_home(draft: Draft, home: Home | None, rows: dict[str, dict[int, Model]]) -> None:
    """What it belongs to, in words, and whether these are of a row in sight; where it belongs to none, what its form says of that."""
    if home is None:
        draft.home, draft.home_in_sight = draft.form.without[1], True
        return
    (_, words_of, unseen), row = _KINDS[home[0]], rows[home[0]].get(home[1])
    draft.home, draft.home_in_sight = (words_of(row), True) if row else (unseen, False)


def _is_kept_back(draft: Draft, home: Home | None, contacts: set[int]) -> bool:
    """Whether it changes a record that is out of sight by now; a contact may be in sight by itself."""
    is_contact_in_sight = draft.form.stores == "contact" and draft.target in contacts
    return bool(draft.target and home) and not draft.home_in_sight and not is_contact_in_sight


def _say_who_else(draft: Draft, named: dict[int, list[str]]) -> None:
    """What it names besides its home, by numbers and in words: nothing that the record says itself, or that may not be told."""
    draft.named = [] if draft.is_kept_back else [words for words in named.get(draft.pk, ()) if words != draft.home]
    says_it_itself = draft.target and (_is_itself(draft) or draft.is_kept_back)
    draft.told = "" if "name" in draft.hidden or says_it_itself else draft.whom


def _say_beginning(draft: Draft, home: Home | None, closed: set[Home]) -> None:
    """The beginning of its texts, unless the record is closed by now, or one of these is a hidden whereabout."""
    draft.is_closed = draft.is_kept_back and _kept_of(draft, home) in closed
    draft.shown = "" if draft.is_closed or draft.hidden & draft.form.texts.keys() else draft.beginning


def _chosen(user: User, drafts: list[Draft]) -> dict[int, list[str]]:
    """By draft of a restriction, in words, who is chosen to see the record, as far as they are colleagues of the user."""
    asked = {pk for draft in drafts for pk in draft.readers}
    names = dict(access.colleagues(user).filter(pk__in=asked).values_list("pk", "name")) if asked else {}
    found = {draft.pk: sorted(names[pk] for pk in draft.readers if pk in names) for draft in drafts}
    return {pk: [f"見られる人：{'、'.join(each)}"] for pk, each in found.items() if each}


def household_of(draft: Draft) -> int | None:
    """The id of the household whose own whereabouts may be typed into the draft; None for any other form."""
    return {"household": draft.target, "member": draft.parent, "tie": draft.parent}.get(draft.noun)


def _contacts_in_sight(user: User, drafts: list[Draft]) -> set[int]:
    """The contacts in sight that the drafts change: one whose case went to another district stays there."""
    asked = [draft.target for draft in drafts if draft.target and draft.form.stores == "contact"]
    return set(access.visible_contacts(user).filter(pk__in=asked).order_by().values_list("pk", flat=True)) if asked else set()


def _kept_of(draft: Draft, home: Home) -> Home:
    """By what it is told whether the record that a draft changes is closed: a contact by itself, anything else by its home."""
    return ("contact", draft.target) if draft.form.stores == "contact" else home


def _closed(user: User, homes: set[Home]) -> set[Home]:
    """Those of the homes that are closed to the user, or gone."""
    kinds = {kind for kind, _ in homes}
    found = {(kind, pk) for kind in kinds for pk in access.closed_among(user, kind, [pk for other, pk in homes if other == kind])}
    return found | {home for home in homes if not home[1]}


def _protected(drafts: list[Draft]) -> set[int]:
    """The households of the drafts whose whereabouts are hidden by now: their own page asks for a purpose."""
    homes = {home for draft in drafts if (home := household_of(draft))}
    return set(access.protected_households().filter(pk__in=homes).values_list("pk", flat=True)) if homes else set()


def _whereabouts(draft: Draft) -> frozenset[str]:
    return frozenset(WHEREABOUTS[apps.get_model("cases", draft.form.stores)])


def _home_of(draft: Draft) -> Home | None:
    """What a draft belongs to: what it changes where that stands by itself, what the new row is part of, or the case that was chosen."""
    if _is_itself(draft):
        return draft.form.stores, draft.target
    if draft.parent or draft.form.needs_parent:
        return "cases of a user" if draft.parent_model == "user" else draft.parent_model, draft.parent or 0
    if draft.case_typed:
        return "case", draft.case_typed
    return ("contact", draft.target) if draft.form.stores == "contact" and draft.target else None


def _is_itself(draft: Draft) -> bool:
    """Whether what the draft changes stands by itself and says what it is."""
    return bool(draft.target) and draft.form.stores in _BY_THEMSELVES


def _at_their_cases(homes: list[Home | None]) -> list[Home | None]:
    """The same, the plans as their cases, in sight or not; 0 where a plan is gone."""
    asked = [home[1] for home in homes if home and home[0] == "supportplan"]
    plans = dict(SupportPlan.objects.filter(pk__in=asked).order_by().values_list("pk", "case")) if asked else {}
    return [("case", plans.get(home[1], 0)) if home and home[0] == "supportplan" else home for home in homes]
