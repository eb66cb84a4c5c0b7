"""Forms of the codebook's editor: axes and categories. What a file would be refused for stands beside the field."""
import re

from django import forms

from cases import periods
from cases.imports.codebook_file import AXES, CATEGORIES
from cases.models import Axis, Category
from cases.models.axes import KIND
from cases.services.codebook_earlier import ALL_YEARS
from cases.services.codebook_edit import free_code
from cases.services.codebook_state import path_of
from cases.services.codebook_uses import last_year_of, numbers_of
from cases.services.first_categories import first_categories
from cases.text import ONE_WAVE

from .dated import DatedForm
from .first_categories import FIELDS, BandsField, LinesField
from .imports import FiscalYearField
from .widgets import ChipCheckbox, ChipRadio

_MEDIUM, _SHORT = {"class": "input-medium"}, {"class": "input-short"}
_CODE = re.compile(r"[-a-zA-Z0-9_]{1,40}")
_CHIPS = ("answer", "source", "counts", "percent_base", "rounding", "prior_as", "trend_across")
_CODE_HELP = "半角の英字・数字・ハイフン・下線。ファイルの取り込みで使うため、後から変えられません。"
CODE_STAYS = "ファイルの取り込みで使うため、変えられません。"


class OneByCode(forms.ModelChoiceField):
    """A row chosen by its code, which it keeps in a plan too, where ids come and go."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"to_field_name": "code", "required": False, "widget": forms.Select(attrs=_MEDIUM)} | kwargs)

    def to_python(self, value):
        """The row, or ValidationError."""
        if isinstance(value, str) and value and not _CODE.fullmatch(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value[:20]})
        return super().to_python(value)


class ManyByCode(forms.ModelMultipleChoiceField):
    """Rows chosen by their codes."""

    def __init__(self, **kwargs):
        super().__init__(Category.objects.none(), **{"to_field_name": "code", "widget": ChipCheckbox} | kwargs)

    def clean(self, value):
        """The rows, or ValidationError."""
        for each in value or ():
            if not _CODE.fullmatch(str(each)):
                raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": str(each)[:20]})
        return super().clean(value)


class YearField(FiscalYearField):
    """A fiscal year, shown as 令和3年度."""

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **{"required": False, "widget": forms.TextInput(attrs=_SHORT)} | kwargs)

    def prepare_value(self, value):
        """Stored years in words, typed ones as they were typed."""
        return periods.fiscal_year_label(value) if isinstance(value, int) else value

    def has_changed(self, initial, data):
        """Whether another year was typed, in whatever spelling."""
        try:
            return self.clean(data) != initial
        except forms.ValidationError:
            return True


BOUNDS = ("年齢の範囲は、過去の年度の数にも効くため、{year}からだけ変えることはできません。この分類を{last}で廃止し、新しい範囲の分類を{year}から追加してください。"
          "書き間違いを直すときは、「いつから変えるか」で「すべての年度」を選びます。")


def _texts(form: forms.BaseForm, names: tuple[str, ...]) -> None:
    """What reading a file would make of the texts, so that a codebook goes out and in unchanged."""
    for name in names:
        if form.cleaned_data.get(name):
            form.cleaned_data[name] = form.cleaned_data[name].translate(ONE_WAVE)


class AxisForm(DatedForm):
    """An axis and its counting rules. Its code, source and kind of count stay as they are once it exists.

    A new axis of people or households comes with the categories that it cannot do without.
    """

    dated = ("name", "answer", "unit", "percent_base", "rounding", "prior_as", "trend_years", "trend_across", "asked_for")
    trend_years = forms.TypedChoiceField(
        label="年度推移の表", coerce=int, choices=[(0, "作らない"), *((n, f"{n}年分") for n in range(2, Axis.MOST_TREND_YEARS + 1))],
        widget=forms.Select(attrs=_MEDIUM), help_text="報告書のこの軸の表の下に、その年度までの何年分を並べて載せるかです。")
    asked_for = ManyByCode(
        label="対象の対応実績", required=False,
        help_text="この軸を聞く対応実績です。1つも選ばなければ、すべての対応実績で聞きます。",
        error_messages={"invalid_choice": "選んだ対応実績はありません。選び直してください。"})
    first_year = YearField(label="開始年度", help_text="空欄なら、初めからあります。例: 令和6年度")
    last_year = YearField(label="終了年度", help_text="この年度まで聞きます。空欄なら、ずっと聞きます。")
    bands = BandsField(label="年齢の区分", help_text="出どころが「年齢」のとき、この分類を作ります。1行に1つ、「18〜39歳」「85歳以上」「現役世代：18〜64歳」"
                                              "のように書きます。「不明」は自動で加えます。")
    household_types = LinesField(label="世帯の分類", help_text="出どころが「世帯」のとき、この分類を作ります。1行に1つ、「単身世帯」のように書きます。"
                                                          "「不明」は自動で加えます。")

    class Meta:
        model = Axis
        fields = ["code", "name", "answer", "source", "counts", "unit", "percent_base", "rounding", "prior_as",
                  "trend_years", "trend_across", "first_year", "last_year"]
        widgets = {"code": forms.TextInput(attrs=_MEDIUM | {"autocapitalize": "none"}),
                   "name": forms.TextInput(attrs=_MEDIUM), "unit": forms.TextInput(attrs=_SHORT),
                   **dict.fromkeys(_CHIPS, ChipRadio)}
        labels = {"prior_as": "前年度の示し方", "trend_across": "推移の表の年度"}
        help_texts = {
            "code": _CODE_HELP, "answer": "「複数＋主」では、選んだ項目のうち1つに◎を付けられます。", "unit": "報告書の表に書く単位。例: 件、回、人",
            "percent_base": "「延べ」は表の合計に対する割合、「件数」は聞いた対応記録の件数に対する割合です。",
            "rounding": "「合計100」は、割合の合計が100.0になるように端数を整えます。",
            "prior_as": "「（　）」は前年度の数、「増減」は前年度との差、「増減率」は差の割合（％）、「前年度比」は前年度を100とした割合（％）を、"
                        "今年度の数の隣に示します。",
            "trend_across": "年度を横（列）に並べるか、縦（行）に並べるかです。",
            "source": "「記録」は対応記録で選ぶ軸です。ほかは、世帯員や世帯の登録から数え、回答は「単一」にします。"
                      "「性別」の分類（男性・女性・その他・不明）は自動で作ります。軸を追加した後は変えられません。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in _CHIPS:
            self.fields[name].choices = self._meta.model._meta.get_field(name).choices
        self.fields["asked_for"].queryset = Category.objects.kinds()
        names = list(self.fields)
        self.order_fields([*names[:names.index("source") + 1], *FIELDS.values(), *names[names.index("source") + 1:]])
        if not self.is_new:
            for name in FIELDS.values():
                del self.fields[name]
            self.initial["asked_for"] = [each.code for each in self.instance.asked_for.all()]
            self.fields["code"].help_text = CODE_STAYS
            for name in ("code", "source", "counts"):
                self.fields[name].disabled = True
        if self.instance.code == KIND:
            for name in ("answer", "asked_for", "first_year", "last_year"):
                del self.fields[name]

    def clean(self):
        super().clean()
        _texts(self, ("name", "unit"))
        data, source = self.cleaned_data, self.cleaned_data.get("source")
        for name in [name for of, name in FIELDS.items() if of != source]:
            self.errors.pop(name, None)  # of a field that is not asked
        code = self.instance.code if not self.is_new else data.get("code")
        if code:
            values = {name: data[name] for name in self._meta.fields if name in data} | {
                "code": code, "asked_for": tuple(sorted(kind.code for kind in data.get("asked_for", ())))}
            self.refuse(AXES, (code,), values, [{"axis": code} | row for row in self.first_categories], FIELDS.get(source))
        return data

    def differences(self, stored: Axis) -> list[dict]:
        """As in RecordForm, and the kinds for which the axis is asked."""
        kept, typed = ("、".join(map(str, each)) for each in (stored.asked_for.all(), self.cleaned_data.get("asked_for") or ()))
        more = [{"label": self["asked_for"].label, "stored": kept, "own": typed}] if "asked_for" in self.fields and kept != typed else []
        return super().differences(stored) + more

    @property
    def first_categories(self) -> list[dict]:
        """The categories that a new axis begins with."""
        data = self.cleaned_data
        return first_categories(data.get("source"), data.get("bands", []), data.get("household_types", [])) if self.is_new else []


class CategoryForm(DatedForm):
    """A category. Its code stays; what totals rest on (親, 再掲) changes from a year on that has no figures of it yet."""

    dated = ("label", "monthly")
    printed = ("parent", "recount", "note", "age_from", "age_to")
    parent = OneByCode(queryset=Category.objects.none(), label="親の分類", empty_label="なし",
                       help_text="ほかの分類の内訳にするときに選びます。分類は2段までです。")
    first_year = YearField(label="開始年度", help_text="この年度から選べます。空欄なら、初めからあります。例: 令和6年度")

    class Meta:
        model = Category
        fields = ["label", "code", "parent", "recount", "first_year", "monthly", "age_from", "age_to", "note", "aliases"]
        widgets = {"code": forms.TextInput(attrs=_MEDIUM | {"autocapitalize": "none"}),
                   "label": forms.TextInput(attrs=_MEDIUM), "note": forms.Textarea(attrs={"rows": 2}),
                   **dict.fromkeys(("age_from", "age_to"), forms.TextInput(attrs=_SHORT | {"inputmode": "numeric"}))}
        labels = {"recount": "再掲にする", "monthly": "月別の表を作る"}
        help_texts = {"age_to": "年齢の範囲は、すべての年度の数に効きます。ある年度から変えるときは、この分類をその前の年度で廃止し、新しい範囲の分類を追加します。",
                      "note": "新設や廃止の脚注に書き添える説明です。",
                      "aliases": "ファイルの取り込みで同じ分類と読む名前。「;」で区切ります。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        axis = self.instance.axis
        self.fields["code"].required = False
        self.fields["code"].help_text = f"{_CODE_HELP}空欄なら自動で付けます。" if self.is_new else CODE_STAYS
        self.fields["parent"].queryset = axis.categories.filter(parent=None).exclude(pk=self.instance.pk)
        if self.instance.parent_id:
            self.initial["parent"] = self.instance.parent.code
        self.fields["code"].disabled = not self.is_new
        for name in [] if axis.code == KIND else ["monthly"]:
            del self.fields[name]
        for name in [] if axis.source == Axis.Source.AGE else ["age_from", "age_to"]:
            del self.fields[name]

    def clean_code(self):
        return self.cleaned_data["code"] or self.instance.code or free_code(self.instance.axis)

    def clean(self):
        super().clean()
        _texts(self, ("label", "note", "aliases"))
        data, axis = self.cleaned_data, self.instance.axis
        self._keep_totals()
        self._keep_bounds()
        if data.get("code"):
            values = {name: data[name] for name in self._meta.fields if name in data} | {
                "axis": axis.code, "parent": data["parent"].code if data.get("parent") else ""}
            self.refuse(CATEGORIES, (axis.code, data["code"]), values)
        return data

    def _keep_bounds(self) -> None:
        """Ages have no years: bounds that hold from a year on would count the years before anew."""
        changed = [name for name in ("age_from", "age_to") if name in self.changed_data and name in self.fields]
        year = self.from_year
        if changed and not self.is_new and year != ALL_YEARS and (self.instance.first_year or 0) < year:
            self.add_error(changed[0], BOUNDS.format(year=periods.fiscal_year_label(year), last=periods.fiscal_year_label(year - 1)))
        elif changed and not self.is_new and self.cleaned_data.get("from_year") is None and "from_year" not in self.errors:
            self.add_error("from_year", "年齢の範囲をいつから変えるかを選んでください。")

    def _keep_totals(self) -> None:
        changed = {"parent": "親", "recount": "再掲"}.keys() & {*self.changed_data}
        if not changed or self.is_new or not (numbers := numbers_of(self.instance)):
            return
        first = last_year_of(self.instance) + 1
        if self.from_year < first and "from_year" not in self.errors:
            self.add_error("from_year", f"この分類には{numbers}があるため、親と再掲は、数のない年度からだけ変えられます。"
                                        f"{periods.fiscal_year_label(first)}か、その後の年度を選んでください。")


def successors(category: Category):
    """Every category that another one's meaning may go to, by axis, with its path as the value: what is chosen on contacts does not become an age."""
    rows = Category.objects.filter(axis__source=category.axis.source).exclude(pk=category.pk).select_related("axis").order_by("axis__order", "axis_id", "order", "id")
    groups: dict[str, list] = {}
    for each in rows:
        groups.setdefault(each.axis.name, []).append((path_of(each), each.label))
    return [("", "なし"), *groups.items()]
