"""A form some of whose changes hold from a fiscal year on, because years that have ended print them too."""
from django import forms
from django.db.models import Max, Min
from django.utils import timezone

from cases import periods
from cases.imports.codebook_file import Part
from cases.models import EarlierLabel, EarlierRule, PublishedFigure
from cases.services.codebook_earlier import ALL_YEARS
from cases.services.codebook_edit import problems_of

from .base import RecordForm


class FromYearField(forms.TypedChoiceField):
    """From which fiscal year on a change holds. Needed only where something changes that old years print."""

    def __init__(self):
        super().__init__(
            label="いつから変えるか", required=False, coerce=int, empty_value=None, widget=forms.Select(attrs={"class": "input-medium"}),
            help_text="名称・数え方・親・再掲を変えるときに選びます。選んだ年度より前の報告書は、前のまま残ります。")
        this_year = periods.fiscal_year_of(timezone.localdate())
        oldest = min(filter(None, [this_year - 5, PublishedFigure.objects.aggregate(first=Min("fiscal_year"))["first"]]))
        newest = max(filter(None, [this_year + 1, *(model.objects.aggregate(last=Max("last_year"))["last"]
                                                    for model in (EarlierLabel, EarlierRule))]))
        years = [(year, f"{periods.fiscal_year_label(year)}から") for year in range(newest, oldest - 1, -1)]
        self.choices = [("", "選んでください"), *years, (ALL_YEARS, "すべての年度（書き間違いの訂正）")]


NOTHING_TO_DATE = ("年度だけを変えることはできません。前に変えた名称などの年度を直すときは、一度、前の名称などに戻して保存してから、"
                   "正しい年度を選んで変え直してください。ほかの項目だけを直すときは、ここを開いたときのままにしてください。")


class DatedForm(RecordForm):
    """A form some of whose fields (`dated`) are printed in old years too, and so ask from when they change."""

    dated: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()  # besides `dated`, what reports show and may change in any year
    plan = None

    def __init__(self, *args, plan=None, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_new:
            return
        names = list(self.fields)
        place = names.index(self.dated[0]) + 1
        self.fields["from_year"] = FromYearField()
        self.plan = plan
        self.order_fields([*names[:place], "from_year", *names[place:]])
        if plan:
            self.fields["from_year"].choices = [(plan.fiscal_year, f"{periods.fiscal_year_label(plan.fiscal_year)}から")]
            self.fields["from_year"].initial = plan.fiscal_year
            self.fields["from_year"].help_text = "この計画で変えることは、計画の年度から効きます。前の年度の報告書は変わりません。"

    def clean(self):
        super().clean()
        changed = [name for name in self.dated if name in self.changed_data]
        if changed and not self.plan and "from_year" in self.fields and self.cleaned_data.get("from_year") is None and "from_year" not in self.errors:
            label = self.fields[changed[0]].label
            self.add_error("from_year", f"{label}をいつから変えるかを選んでください。")
        if self._redates():
            self.add_error("from_year", NOTHING_TO_DATE)
        return self.cleaned_data

    def _redates(self) -> bool:
        """Whether nothing but another year was chosen, on a page that is not outdated: this is no second click."""
        return self.changed_data == ["from_year"] and bool(self.data.get("from_year")) and (
            self.cleaned_data.get("version") == self.instance.version)

    @property
    def from_year(self) -> int:
        """The year chosen; ALL_YEARS for a new row, which has no past. What a plan changes holds from its year on."""
        chosen = self.cleaned_data.get("from_year")
        if chosen is None and self.plan and not self.is_new:
            return self.plan.fiscal_year
        return chosen or ALL_YEARS

    @property
    def told_years(self) -> str:
        """Which reports of years that have ended a change shows in, to be said after the save; "" where in none."""
        year, now = self.from_year, periods.fiscal_year_of(timezone.localdate())
        if self.is_new or self.plan or year >= now or not {*self.dated, *self.printed} & {*self.changed_data}:
            return ""
        whose, but = ("すべての年度", "前に変えた年度の名称や数え方は、前のままです。") if year == ALL_YEARS else (f"{periods.fiscal_year_label(year)}から", "")
        return f"{whose}の報告書が、この内容に変わりました。{but}終わった年度の報告書も確かめてください。"

    def refuse(self, part: Part, key: tuple, values: dict, categories=(), beside: str | None = None) -> None:
        """Put what forbids the row beside its fields, and what forbids its `categories` beside the field that tells them."""
        for name, reason in problems_of(part, key, values, categories) if not self.errors else ():
            self.add_error(name if name in self.fields else beside if not name else None, reason)
