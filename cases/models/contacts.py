"""Contacts (対応記録) and their codings along the axes of the codebook."""
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from .audit import Personal
from .axes import KIND, WAY, Axis, Category
from .case_events import CaseEvent
from .cases import Case
from .dates import FiscalYearField, MonthField
from .deletion import Deletable, undeleted
from .districts import District, names_of_district
from .earlier import EarlierLabel
from .imports import ImportBatch
from .resources import Resource
from .users import User

_AS_IN_CODEBOOK = ("axis__order", "-is_main", "category__order")  # how the codings of a contact stand


def _names_of_coordinators() -> models.Prefetch:
    return models.Prefetch("coordinators", User.objects.only("name"))


class ContactQuerySet(models.QuerySet):
    """Named conditions on contacts."""

    def in_year(self, fiscal_year: int):
        """Contacts of a fiscal year, 1 April to 31 March, both included."""
        return self.filter(fiscal_year=fiscal_year)

    def with_codings(self, among):
        """Contacts with all that their page prints but the case, in a constant number of queries; ほかのケース are those `among` these cases."""
        return self.select_related("district").prefetch_related(
            _names_of_coordinators(), models.Prefetch("also_cases", among.select_related("household").order_by("number")),
            models.Prefetch("codings", ContactCategory.objects.called_then().select_related("axis", "category").order_by(*_AS_IN_CODEBOOK)))

    def in_lines(self, among):
        """As with_codings, but no more of each than a line of a table prints: of the codings kind and way, as `told_codings`."""
        codings = ContactCategory.objects.in_words().filter(single=True, axis__code__in=(KIND, WAY))
        return self.select_related("district").only(
            "date", "time", "case", "counterpart", "text", "next_action_on", *names_of_district()).prefetch_related(
            _names_of_coordinators(), models.Prefetch("also_cases", among.named().order_by("number")),
            models.Prefetch("codings", codings, to_attr="told_codings"))

    def in_timeline(self, among):
        """As in_lines, but what a timeline prints: of the cases their numbers, and every coding."""
        return self.select_related("district").only(
            "date", "time", "minutes", "case", "counterpart", "text", "next_action_on", *names_of_district()).prefetch_related(
            _names_of_coordinators(), models.Prefetch("also_cases", among.only("number").order_by("number")),
            models.Prefetch("codings", ContactCategory.objects.in_words(), to_attr="told_codings"))

    def of_cases(self, cases):
        """Contacts of these cases (a list or a queryset): their own, and those that have one among their ほかのケース.

        The latter are few and asked for at once: with their ids each part goes by its index, on both engines.
        """
        also = [*Contact.also_cases.through.objects.filter(case__in=cases).values_list("contact", flat=True)]
        if not also:
            return self.filter(case__in=cases)
        ids = cases if isinstance(cases, list) else [*cases.values_list("pk", flat=True)]
        return self.filter(Q(case__in=ids) | Q(pk__in=also))

    def due(self, day):
        """Contacts whose next action (次回予定) is on or before `day` and still open.

        It is done when the case has a contact on or after the planned day, and replaced when a later contact of
        the case plans its own; one that has the case among its ほかのケース is one of them. Without a case it stays until
        the date is changed or taken away. Where its case was handed over into another district since, the handover has
        taken the date along (cases/carried.py), unless another of its cases has stayed.
        """
        later = Contact.objects.filter(case=models.OuterRef("case"), date__gt=models.OuterRef("date"))
        also = Contact.objects.filter(also_cases=models.OuterRef("case"), date__gt=models.OuterRef("date"))
        answered = Q(date__gte=models.OuterRef("next_action_on")) | ~Q(next_action_on=None)
        moved = CaseEvent.objects.standing().filter(case=models.OuterRef("case"), from_district=models.OuterRef("district"),
                                                    handed_at__gt=models.OuterRef("created_at"))
        stayed = Contact.also_cases.through.objects.filter(contact=models.OuterRef("pk"), case__district=models.OuterRef("district"))
        return self.filter(next_action_on__lte=day).exclude(
            models.Exists(later.filter(answered)) | models.Exists(also.filter(answered)) | models.Exists(moved) & ~models.Exists(stayed))


class Contact(Personal, Deletable):
    """One call, visit, e-mail or meeting, counted under `district`, the coordinator's.

    `activity` is the entry of the register from which it was logged. It may be of several cases: `also_cases` are those besides `case`. How often it counts then is Council.several_cases.

    `deleted_codings` keeps the (category id, is main) of a deleted one, which has no codings and is counted nowhere.
    """

    record_number = models.CharField("記録番号", max_length=60, unique=True, null=True, blank=True)
    date = models.DateField("日付")
    fiscal_year = FiscalYearField(editable=False)
    month = MonthField(editable=False)
    time = models.TimeField("時刻", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("所要分", null=True, blank=True)
    district = models.ForeignKey(District, models.PROTECT, related_name="contacts", verbose_name="地区",
                                 help_text="集計する地区（担当者の地区）です。相談者の住所の地区ではありません。")
    coordinators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="contacts", verbose_name="担当者",
                                          blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="contacts",
                             verbose_name="ケース")
    also_cases = models.ManyToManyField(Case, related_name="also_contacts", verbose_name="ほかのケース", blank=True)
    counterpart = models.CharField("相手", max_length=120, blank=True,
                                   help_text="氏名や機関名。匿名の場合は空欄で構いません。")
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="contacts",
                                 verbose_name="相手の機関・団体（社会資源）")
    activity = models.ForeignKey("Activity", models.PROTECT, null=True, related_name="contacts", editable=False, db_index=False,
                                 verbose_name="地域支援の記録")
    text = models.TextField("記録", blank=True)
    next_action_on = models.DateField("次回予定日", null=True, blank=True)
    deleted_codings = models.JSONField(default=list, editable=False)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="contacts",
                              editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False,
                                   related_name="+", verbose_name="登録者")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = undeleted(ContactQuerySet)
    everything = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-time", "-id"]
        verbose_name = verbose_name_plural = "対応記録"
        indexes = [
            models.Index(fields=["district", "deleted_at", "date", "time", "id"], name="contact_of_district"),  # as they are listed
            models.Index(fields=["fiscal_year", "district", "deleted_at"], name="contact_year_district"),
            models.Index(fields=["activity"], name="contact_of_activity", condition=Q(activity__isnull=False)),  # few have one
            models.Index(fields=["next_action_on"], name="contact_planned", condition=Q(next_action_on__isnull=False)),
        ]
        constraints = [models.CheckConstraint(
            condition=Q(next_action_on=None) | Q(next_action_on__gte=models.F("date")),
            name="contact_next_action_after_date",
            violation_error_message="次回予定日は対応した日より後にしてください。")]

    def __str__(self):
        return f"{self.date:%Y-%m-%d} {self.pk}"

    def get_absolute_url(self):
        return reverse("contact_detail", args=[self.pk])

    @property
    def is_of_case_out_of_sight(self) -> bool:
        """Whether it has a case that its reader may not see, as fetched by cases/access."""
        return self.case_id is not None and self.case is None

    @property
    def others_out_of_sight(self) -> int:
        """How many of its ほかのケース its reader may not see, as fetched by cases/access (`number_of_others`)."""
        return self.number_of_others - len(self.also_cases.all())

    @property
    def cases(self) -> list[Case]:
        """Its cases, the main one first; none without a case. As prefetched: those in sight."""
        return [each for each in (self.case, *(self.also_cases.all() if self.pk else ())) if each]

    @property
    def is_restricted(self) -> bool:
        """Whether one of its cases, or a household of them, is restricted."""
        return any(case.is_restricted or (case.household and case.household.is_restricted) for case in self.cases)

    def categories_of(self, axis_code: str) -> list[Category]:
        """Categories on one axis, the main one first (from the prefetched codings)."""
        return [coding.category for coding in self.codings.all() if coding.axis.code == axis_code]

    @property
    def kind_words(self) -> str:
        """The 対応実績 of this contact (of `told_codings`)."""
        return self._told_on(KIND)

    @property
    def way_words(self) -> str:
        """How it came about (対応方法), where the council has such an axis (of `told_codings`)."""
        return self._told_on(WAY)

    def _told_on(self, axis_code: str) -> str:
        return next((coding.label for coding in self.told_codings if coding.axis_code == axis_code), "")

    @property
    def told_axes(self) -> list[tuple[str, str]]:
        """What is said on each axis but the kind, as (name, words), ◎ before a main answer (of `told_codings`)."""
        axes: dict[str, list[str]] = {}
        for coding in self.told_codings:
            if coding.axis_code != KIND:
                axes.setdefault(coding.axis_name, []).append(f"{'◎' * coding.is_main}{coding.label}")
        return [(name, "、".join(words)) for name, words in axes.items()]


class CodingQuerySet(models.QuerySet):
    """Codings of contacts."""

    def in_words(self):
        """Codings in the order of the codebook with `axis_code` and as in called_then, and no more than a list prints of them."""
        return self.called_then().annotate(axis_code=models.F("axis__code")).only("contact", "is_main").order_by(*_AS_IN_CODEBOOK)

    def called_then(self):
        """Codings with `label` and `axis_name`: what category and axis were called in the fiscal year of the contact."""
        return self.annotate(label=_name_then("category", "category__label"), axis_name=_name_then("axis", "axis__name"))


def _name_then(of: str, today: str) -> Coalesce:
    earlier = EarlierLabel.objects.filter(last_year__gte=models.OuterRef("fiscal_year"), **{of: models.OuterRef(of)})
    return Coalesce(models.Subquery(earlier.order_by("last_year").values("label")[:1]), models.F(today))


class ContactCategory(models.Model):
    """A contact has a category on an axis. The rows that every annual figure counts.

    Year, month and district are copies of the contact's, so that one covering index answers a whole
    report; the guards keep them equal. `single` is a copy of the axis's, for the unique index.
    """

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="codings", db_index=False)
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="codings", db_index=False)
    single = models.BooleanField()
    is_main = models.BooleanField("主", default=False)
    fiscal_year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    district = models.ForeignKey(District, models.PROTECT, related_name="+", db_index=False)

    objects = CodingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "対応記録の分類"
        indexes = [models.Index(fields=["fiscal_year", "axis", "category", "district", "month"], name="coding_figures")]
        constraints = [
            models.UniqueConstraint(fields=["contact", "category"], name="coding_once"),
            models.UniqueConstraint(fields=["contact", "axis"], condition=Q(single=True), name="coding_single"),
            models.UniqueConstraint(fields=["contact", "axis"], condition=Q(is_main=True), name="coding_one_main"),
        ]

    def __str__(self):
        return f"{self.contact_id} {self.category_id}"

    @classmethod
    def of(cls, contact: Contact, category: Category, axis: Axis, is_main: bool = False) -> "ContactCategory":
        """An unsaved coding with the copies taken from the contact and the axis."""
        return cls(contact=contact, category=category, axis=axis, single=axis.single, is_main=is_main,
                   fiscal_year=contact.fiscal_year, month=contact.month, district_id=contact.district_id)
