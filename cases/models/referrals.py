"""つなぎ: a case, or a contact of no case, handed to an agency or come from one, with the answer and what came of it."""
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from .audit import Personal
from .cases import Case, names_of_case
from .contacts import Contact
from .dates import FiscalYearField
from .protections import Protection
from .resources import Resource

WORDS = {  # what the columns are called by the direction; `waiting` is the answer that there is not yet
    "to": {"date": "つないだ日", "asked": "つないだ内容", "answer": "返事", "answered_on": "返事の日", "waiting": "返事待ち"},
    "from": {"date": "つながれた日", "asked": "つながれた内容", "answer": "こちらの返事", "answered_on": "返事をした日", "waiting": "こちらの返事がまだ"}}


def _protected() -> Exists:
    """Whether some protection of the household behind a referral stands."""
    home = Q(household=OuterRef("case__household")) | Q(household=OuterRef("contact__case__household")) | Q(household__cases__also_contacts=OuterRef("contact"))
    return Exists(Protection.objects.standing().filter(home))


class ReferralQuerySet(models.QuerySet):
    """Named conditions on referrals."""

    def open(self):
        """Those without an answer, and those that were put off (保留)."""
        return self.filter(answer__in=(Referral.Answer.NONE, Referral.Answer.HELD))

    def with_record(self):
        """Referrals with their agency, case and contact, and whether the agency is named. One query."""
        return self.select_related("resource", "case__household", "case__coordinator", "contact").annotate(hides_agency=_protected())

    def listed(self):
        """As with_record, but no more than a line of their tables prints."""
        return self.with_record().only(
            "direction", "date", "asked", "answer", "answered_on", "result", "resource__code", "resource__name", "resource__category",
            *names_of_case("case__"), "case__coordinator__name", "contact__date")

    def named(self):
        """Those whose agency may be named: none of a household whose whereabouts are hidden, for it may tell where they are."""
        return self.exclude(_protected())


class Referral(Personal):
    """To or from which agency, when, what was asked, and what it answered. Whoever sees the case or contact sees this.

    `fiscal_year` is that of the day on which it was made.
    """

    class Direction(models.TextChoices):
        TO = "to", "機関へつないだ"
        FROM = "from", "機関からつながれた"

    class Answer(models.TextChoices):
        NONE = "", "返事待ち"
        ACCEPTED = "accepted", "受入"
        HELD = "held", "保留"
        REFUSED = "refused", "不可"
        UNKNOWN = "unknown", "不明"

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="referrals", verbose_name="ケース", editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="referrals", verbose_name="対応記録", editable=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="referrals", verbose_name="機関・団体（社会資源）")
    direction = models.CharField("向き", max_length=10, choices=Direction.choices, default=Direction.TO)
    date = models.DateField("つないだ日")
    fiscal_year = FiscalYearField(editable=False)
    asked = models.CharField("つないだ内容", max_length=200, help_text="例: 介護保険の申請の相談、訪問への同行")
    answer = models.CharField("返事", max_length=10, choices=Answer.choices, default=Answer.NONE, blank=True)
    answered_on = models.DateField("返事の日", null=True, blank=True)
    result = models.CharField("その後・結果", max_length=200, blank=True, help_text="例: 訪問して申請した。サービスの利用が始まった")
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["date", "id"]
        verbose_name = verbose_name_plural = "つなぎ"
        indexes = [models.Index(fields=["date"], name="referral_open", condition=Q(answer__in=("", "held"))),
                   models.Index(fields=["fiscal_year", "resource"], name="referral_year_resource")]
        constraints = [
            models.CheckConstraint(condition=Q(case=None) ^ Q(contact=None), name="referral_of_one_record",
                                   violation_error_message="つなぎは、ケースか対応記録のどちらか一方のものです。"),
            models.CheckConstraint(condition=Q(answered_on=None) | Q(answered_on__gte=F("date")), name="referral_answered_after_it",
                                   violation_error_message="返事の日は、つないだ日以降にしてください。"),
        ]

    def __str__(self):
        return f"つなぎ {self.pk}"

    @property
    def words(self) -> dict[str, str]:
        """What its columns are called: of one that came from an agency it is for us to answer."""
        return WORDS[self.direction]

    @property
    def answer_words(self) -> str:
        """The answer, or whose answer there is not yet."""
        return self.get_answer_display() if self.answer else self.words["waiting"]

    @property
    def is_open(self) -> bool:
        """Whether it has no answer, or was put off."""
        return self.answer in (self.Answer.NONE, self.Answer.HELD)
