"""From the stored contacts to the stored words."""
import zlib
from collections.abc import Iterator
from dataclasses import asdict

from django.db import transaction

from cases.models import Axis, Case, Contact, Household, LearntWords
from cases.models.axes import KIND

from .grams import grams
from .learning import Coded, learn_sure
from .quality import Quality, quality

NEWEST = 20_000  # contacts that are learnt from unless told otherwise
LEAST_TEXT = 8  # characters
PARTS, APART = 10, 2  # of ten parts two are kept apart to see how good it is


def train(newest: int) -> tuple[LearntWords, dict[str, Quality]]:
    """Learn from the newest contacts, at most so many, and store it; (what is stored, quality by name of the axis).

    Not learnt: what is never offered (その他, 不明). Not learnt from: contacts of restricted cases and households, deleted ones, and those with hardly any text.
    """
    records = [*_records(newest)]
    tests = [each for each in records if _is_apart(each)]
    axes = list(_axes())
    rest = {each.pk for axis in axes for each in axis.categories.all() if each.is_rest}
    voices = {pk: voice for pk, voice in learn_sure([each for each in records if not _is_apart(each)]).items() if pk not in rest}
    found = {axis.name: quality(voices, tests, {each.pk for each in axis.categories.all()}, single=axis.single, rest=rest) for axis in axes}
    stored = {str(category): voice.stored() for category, voice in voices.items() if voice.threshold is not None}
    with transaction.atomic():
        kept, _ = LearntWords.objects.update_or_create(pk=1, defaults={
            "words": stored, "contacts": len(records), "quality": {name: asdict(each) for name, each in found.items()}})
    return kept, found


def _axes():
    return Axis.objects.filter(source=Axis.Source.CONTACT).exclude(code=KIND).prefetch_related("categories")


def _records(newest: int) -> Iterator[Coded]:
    """The coded texts; 対応実績 is chosen before anything is written and is not suggested."""
    closed = Case.everything.restricted() | Case.everything.filter(household__in=Household.everything.restricted())
    contacts = Contact.objects.exclude(case__in=closed).exclude(
        pk__in=Contact.also_cases.through.objects.filter(case__in=closed).values("contact")).exclude(text="").order_by("-date", "-pk").prefetch_related("codings__axis")
    for each in contacts[:newest].iterator(chunk_size=1000):
        if len(each.text) >= LEAST_TEXT:
            coded = frozenset(coding.category_id for coding in each.codings.all() if coding.axis.code != KIND)
            yield Coded(frozenset(grams(each.text)), coded, f"case {each.case_id}" if each.case_id else f"contact {each.pk}")


def _is_apart(record: Coded) -> bool:
    """Whether nothing is learnt of it. All contacts of a case are together: they repeat each other."""
    return zlib.crc32(record.of.encode()) % PARTS < APART
