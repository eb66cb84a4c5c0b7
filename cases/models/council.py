"""The council (社会福祉協議会) whose installation this is."""
import re

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

# Lists that every council changes to its own; one word a line.
CLOSING_REASONS = "目標達成\n他機関へ引継\n本人の希望・辞退\n連絡不能\n転出\n入院・入所\n死亡\nその他"
INTAKE_ROUTES = ("本人から\n家族・親族から\n近隣住民から\n民生委員・児童委員から\n町会・自治会から\n地域包括支援センターから\n市役所から\n"
                 "ほかの機関から\n社協の中から\n訪問・地域の活動で気づいた\nその他")
URGENCIES = "すぐに（当日）\n早めに（1週間以内）\n通常"


class Council(models.Model):
    """One row: the names that head every page and the report's cover."""

    class Death(models.TextChoices):
        FILL = "fill", "黒く塗る"
        CROSS = "cross", "×を重ねる"

    class Unknown(models.TextChoices):
        TRIANGLE = "triangle", "△"
        DIAMOND = "diamond", "◇"

    class Divorce(models.TextChoices):
        SLASHES = "slashes", "斜めの二重線（//）"
        CROSS = "cross", "×"

    class Several(models.TextChoices):
        ONCE = "once", "1回の対応は1件と数える"
        EACH_CASE = "each_case", "ケースごとに1件と数える"

    name = models.CharField("協議会の名称", max_length=100, default="社会福祉協議会")
    reads_elsewhere = models.BooleanField(
        "ほかの地区の記録を読める", default=False,
        help_text="地域福祉コーディネーターが、担当地区の外の記録も読めるようにします。直せるのは担当地区の記録だけです。"
                  "代わりに対応する人がいるときに使います。制限付きの記録は、指定された人だけが読めます。")
    counts_outside = models.BooleanField(
        "地区の外に住む人の対応を数える", default=False,
        help_text="報告書の対応実績の表の下に、集計した地区の外に住む世帯の対応が何件あったかを書きます。")
    several_cases = models.CharField(
        "複数のケースの対応の数え方", max_length=10, choices=Several.choices, default=Several.ONCE,
        help_text="1回の対応を複数のケースに記録したときの、報告書での数え方です。報告書の表の下に書きます。")
    suggests = models.BooleanField(
        "分類の候補を出す", default=True,
        help_text="対応記録を書いている間、これまでの記録の言葉から考えられる分類を示します。選ぶのはいつも人で、文は外に送りません。")
    programme = models.CharField("事業名", max_length=200, default="地域福祉コーディネーター事業")
    mask_below = models.PositiveSmallIntegerField(
        "公開用で伏せる件数", default=3, validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="公開用の写しで、1件以上この件数未満の数を「X」にします。1にすると伏せません。")
    death_sign = models.CharField("家系図の死亡の印", max_length=10, choices=Death.choices, default=Death.FILL)
    unknown_sign = models.CharField("家系図の性別不明の印", max_length=10, choices=Unknown.choices, default=Unknown.TRIANGLE)
    divorce_sign = models.CharField("家系図の離婚の印", max_length=10, choices=Divorce.choices, default=Divorce.SLASHES)
    closing_reasons = models.TextField("終結の理由の一覧", default=CLOSING_REASONS)
    intake_routes = models.TextField("受付の経路の一覧", default=INTAKE_ROUTES)
    urgencies = models.TextField("緊急度の一覧", default=URGENCIES)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "協議会"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="council_is_one_row")]

    def __str__(self):
        return self.name

    @classmethod
    def current(cls) -> "Council":
        """The one council; unsaved with neutral names when nothing was set yet."""
        return cls.objects.first() or cls(pk=1)

    @property
    def city(self) -> str:
        """The city, ward, town or village whose council it is, as its name tells it; "" where it does not."""
        found = re.search(r"([^\s　]+?[市区町村])社会福祉協議会", self.name.removeprefix("社会福祉法人"))
        return found[1] if found else ""

    def several_in(self, fiscal_year: int) -> str:
        """How contacts of several cases count in a fiscal year (Several)."""
        return EarlierSeveral.objects.filter(last_year__gte=fiscal_year).values_list("several_cases", flat=True).first() or self.several_cases

    def words(self, name: str) -> list[str]:
        """The words of one of the council's lists, in their order."""
        return [line.strip() for line in getattr(self, name).splitlines() if line.strip()]


class EarlierSeveral(models.Model):
    """How contacts of several cases were counted until a fiscal year."""

    last_year = models.PositiveSmallIntegerField("最終年度", unique=True)
    several_cases = models.CharField("複数のケースの対応の数え方", max_length=10, choices=Council.Several.choices)

    class Meta:
        ordering = ["last_year"]
        verbose_name = verbose_name_plural = "複数のケースの対応の旧規則"

    def __str__(self):
        return f"{self.last_year} {self.several_cases}"
