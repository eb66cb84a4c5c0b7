"""From the stored contacts to the stored words."""
import zlib
from collections.abc import Iterator
from dataclasses import asdict

from django.db import transaction

from cases.models import Axis, Case, Contact, Household, LearntWords
from cases.models.axes import KIND

from .grams import grams
from .learning import Coded, calibrated, learn
from .quality import Quality, quality

NEWEST = 20_000  # contacts that are learnt from unless told otherwise
LEAST_TEXT = 8  # characters
PARTS, APART = 10, (2, 2)  # of ten parts two set the thresholds and two are kept to see how good it is


def train(newest: int) -> tuple[LearntWords, dict[str, Quality]]:
    """Learn from the newest contacts, at most so many, and store it; (what is stored, quality by name of the axis).

    Not learnt: what is never offered (その他, 不明). Not learnt from: contacts of restricted cases and households, deleted ones, and those with hardly any text.
    """
    records = [*_records(newest)]
    thresholds, tests = (list(_part(records, part)) for part in range(2))
    axes = list(_axes())
    rest = {each.pk for axis in axes for each in axis.categories.all() if each.is_rest}
    voices = calibrated({pk: voice for pk, voice in learn([*_part(records, 2)]).items() if pk not in rest}, thresholds)
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


def _part(records: list[Coded], part: int) -> Iterator[Coded]:
    """0: for the thresholds, 1: kept apart, 2: the rest. All contacts of a case are in one part: they repeat each other."""
    ends = (APART[0], sum(APART), PARTS)
    for each in records:
        place = zlib.crc32(each.of.encode()) % PARTS
        if next(number for number, end in enumerate(ends) if place < end) == part:
            yield each
