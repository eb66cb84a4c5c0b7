"""Forms that act on a category or an axis as a whole: retire, merge, split, delete."""
from collections.abc import Iterable

from django import forms

from cases.models import Axis, Category
from cases.text import ONE_WAVE

from .base import VersionedForm
from .codebook import ManyByCode, OneByCode, YearField, successors


class DeleteForm(VersionedForm):
    """Nothing but the version."""


class RetireForm(VersionedForm):
    """The last year of a category, and where its meaning goes."""

    last_year = YearField(label="終了年度", help_text="この年度まで選べます。空欄にすると、廃止を取り消します。例: 令和5年度")
    successor = forms.ChoiceField(label="統合先", required=False, widget=forms.Select(attrs={"class": "input-medium"}),
                                  help_text="廃止の後に、この分類の内容を数える分類。脚注に書かれます。")

    def __init__(self, *args, category: Category, **kwargs):
        super().__init__(*args, **kwargs)
        self.category = category
        self.fields["successor"].choices = successors(category)

    def clean_successor(self):
        axis, _, code = self.cleaned_data["successor"].partition(":")  # one of the choices
        found = Category.objects.filter(axis__code=axis, code=code).first()
        if found:
            _refuse_out_of_sum([self.category], found)
        return found


def _refuse_out_of_sum(categories: Iterable[Category], target: Category) -> None:
    """What counts in the sum does not go where nothing does: the sums of the years after would lack it."""
    summed = [each for each in categories if not each.recount and each != target]
    if target.recount and summed:
        raise forms.ValidationError(f"「{target.label}」は再掲で、合計に含みません。「{summed[0].label}」は合計に含むので、合計に含む分類を選んでください。")


class MergeForm(VersionedForm):
    """Which categories become one, from when, and what it is called."""

    categories = ManyByCode(label="1つにまとめる分類",
                          help_text="まとめる分類を選びます。選んだ分類は、前の年度で廃止になります。過去の数字は変わりません。")
    into = OneByCode(label="まとめる先", queryset=Category.objects.none(), empty_label="新しい分類を作る")
    label = forms.CharField(label="新しい分類の名称", required=False, max_length=100,
                            widget=forms.TextInput(attrs={"class": "input-medium", "autocomplete": "off"}),
                            help_text="まとめる先で「新しい分類を作る」を選んだときに入力します。")
    from_year = YearField(label="いつから", required=True, help_text="例: 令和7年度")

    def __init__(self, *args, axis: Axis, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("categories", "into"):
            self.fields[name].queryset = axis.categories.filter(last_year=None).order_by("order", "id")

    def clean(self):
        data = super().clean() or self.cleaned_data
        into, chosen = data.get("into"), [each for each in data.get("categories", ()) if each != data.get("into")]
        if not into and not data.get("label"):
            self.add_error("label", "新しい分類の名称を入力するか、まとめる先を選んでください。")
        if "categories" not in self.errors and len(chosen) < (1 if into else 2):
            self.add_error("categories", "まとめる分類を、まとめる先のほかに選んでください。" if into else "2つ以上選んでください。")
        data["label"] = (data.get("label") or "").translate(ONE_WAVE)
        return data

    def clean_into(self):
        into = self.cleaned_data["into"]
        if into:
            _refuse_out_of_sum(self.cleaned_data.get("categories", ()), into)
        return into


class SplitForm(VersionedForm):
    """What a category becomes, from when."""

    labels = forms.CharField(label="分けた後の名称", widget=forms.Textarea(attrs={"rows": 4}), help_text="1行に1つ、2つ以上書きます。")
    from_year = YearField(label="いつから", required=True, help_text="例: 令和7年度")

    def clean_labels(self):
        labels = [line.strip().translate(ONE_WAVE) for line in self.cleaned_data["labels"].splitlines() if line.strip()]
        if len(labels) < 2:
            raise forms.ValidationError("2つ以上の名称を、1行に1つずつ書いてください。")
        if len(set(labels)) < len(labels):
            raise forms.ValidationError("同じ名称が2つあります。別の名称にしてください。")
        if any(len(label) > 100 for label in labels):
            raise forms.ValidationError("名称は100文字以内で書いてください。")
        return labels

    @property
    def parts(self) -> list[str]:
        """The new labels."""
        return self.cleaned_data["labels"]
