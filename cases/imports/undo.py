"""Taking one import back whole: what it made goes, what it replaced returns."""
from collections.abc import Callable

from django.db.models import Q

from cases.models import (
    Assessment,
    Case,
    CaseEvent,
    Conference,
    Contact,
    ContactCategory,
    Household,
    ImportBatch,
    Member,
    Protection,
    PublishedFigure,
    Referral,
    SupportPlan,
    Tie,
    Waiting,
)
from cases.periods import format_date

from .overwrite import State, overwrite
from .problems import ImportRefused
from .progress import UNDO, step
from .stored import chunks
from .undo_order import changed_by, figures_changed_by, used_by

_SHOWN = 5
_AT_ONCE = 500  # contacts deleted between two looks whether whoever waits has given up


def undo_records(batch: ImportBatch) -> None:
    """Delete the contacts, cases and households of the import and restore what it updated; or ImportRefused.

    Refused when one of them was edited or used since. Call inside a transaction.
    """
    _refuse_edited(batch)
    replaced = {int(pk): State.from_json(state) for pk, state in batch.summary.get("replaced", {}).items()}
    overwrite(replaced, {pk: state.version + 1 for pk, state in replaced.items()})
    _delete_contacts(list(Contact.everything.filter(batch=batch).order_by("pk").values_list("pk", flat=True)))
    _delete_cases(batch)
    _delete_households(batch)


def _delete_contacts(pks: list[int]) -> None:
    for done in range(0, len(pks), _AT_ONCE):
        step(UNDO, done, len(pks))
        some = pks[done:done + _AT_ONCE]
        for parts in (ContactCategory, Contact.coordinators.through, Contact.also_cases.through):
            parts.objects.filter(contact__in=some).delete()
        Contact.everything.filter(pk__in=some).delete()


def _refuse_edited(batch: ImportBatch) -> None:
    replaced = {int(pk): state["version"] + 1 for pk, state in batch.summary.get("replaced", {}).items()}
    now = dict(row for some in chunks(replaced)
               for row in Contact.everything.filter(pk__in=some).values_list("pk", "version"))
    edited = [pk for pk, version in replaced.items() if now.get(pk) != version]
    edited += Contact.everything.filter(batch=batch, version__gt=1).values_list("pk", flat=True)
    for users in (Waiting, Referral):
        edited += users.objects.filter(contact__batch=batch).values_list("contact", flat=True)
    if edited:
        raise ImportRefused(f"取り込んだ記録のうち{len(edited)}件が、取込みの後に修正または削除されています（{_named(edited)}）。"
                            "このため全体を取り消すことができません。", changed_by(batch, edited))


def _named(pks: list[int]) -> str:
    shown = Contact.everything.filter(pk__in=pks[:_SHOWN]).exclude(case__in=_restricted_cases()).exclude(
        also_cases__in=_restricted_cases()).values_list(
        "record_number", "date")
    names = [number or f"{format_date(date)}の記録" for number, date in shown]
    return "、".join(names) + ("ほか" if len(pks) > len(names) else "") if names else "表示できない記録"


def _restricted_cases():
    """Cases whose numbers no message names, whoever undoes the import."""
    return Case.everything.filter(Q(is_restricted=True) | Q(household__is_restricted=True))


def _delete_cases(batch: ImportBatch) -> None:
    for some in chunks(batch.summary.get("made_cases", [])):
        cases = Case.everything.filter(pk__in=some)
        used = [each.number for each in cases if each.version > 1]
        used += Contact.everything.filter(case__in=some).values_list("case__number", flat=True)
        for users in (Waiting.objects, Referral.objects, CaseEvent.objects, SupportPlan.objects, Assessment.objects, Conference.cases.through.objects, Contact.also_cases.through.objects):
            used += users.filter(case__in=some).values_list("case__number", flat=True)
        _refuse_used("ケース", used, set(_restricted_cases().values_list("number", flat=True)),
                     lambda some=some: used_by(batch, Contact.everything.filter(case__in=some)))
        cases.delete()


def _delete_households(batch: ImportBatch) -> None:
    for some in chunks(batch.summary.get("made_households", [])):
        households = Household.everything.filter(pk__in=some)
        used = [each.number for each in households if each.version > 1]
        for users in (Case.everything, Member.everything, Tie.objects, Protection.objects):
            used += users.filter(household__in=some).values_list("household__number", flat=True)
        _refuse_used("世帯", used, set(Household.everything.restricted().values_list("number", flat=True)),
                     lambda some=some: used_by(batch, Contact.everything.filter(case__household__in=some)))
        households.delete()


def _refuse_used(noun: str, numbers: list[str], unnamed: set[str], later: Callable[[], list[ImportBatch]]) -> None:
    if numbers:
        shown = "」「".join(sorted({*numbers} - unnamed)[:_SHOWN])
        raise ImportRefused(f"この取込みで登録した{noun}{f'「{shown}」' if shown else ''}が、取込みの後に修正または使用されています。"
                            "このため全体を取り消すことができません。", later())


def undo_figures(batch: ImportBatch) -> None:
    """Delete the figures that the import brought and give back those it replaced; or ImportRefused.

    Refused when a later import replaced one of them. Call inside a transaction.
    """
    replaced = batch.summary.get("replaced", {})
    figures = {each.pk: each for each in PublishedFigure.objects.filter(batch=batch)}
    if not set(map(int, replaced)) <= set(figures) or len(figures) < batch.summary.get("written", 0):
        raise ImportRefused("この取込みの公表値の一部は、後の取込みで置き換えられています。後の取込みを先に取り消してください。",
                            figures_changed_by(batch))
    for pk, before in replaced.items():
        figure = figures.pop(int(pk))
        figure.value, figure.note, figure.batch_id = before["value"], before["note"], before["batch"]
        figure.save(update_fields=["value", "note", "batch"])
    PublishedFigure.objects.filter(batch=batch).delete()
