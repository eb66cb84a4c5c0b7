"""Which year and districts a report page shows."""
from collections.abc import Sequence
from dataclasses import replace

from django import forms

from cases import periods
from cases.forms.widgets import ChipCheckbox, ChipRadio

from .book import BookAxis
from .comparison import BRACKET, DIFFERENCE, RATE, RATIO
from .joint_members import joints_in
from .scope import Scope, districts_of, scope_of
from .trend_grid import CATEGORIES, COLUMNS, DISTRICTS, ROWS
from .trends import FEWEST, MOST, USUAL, TrendChoice


class ScopeForm(forms.Form):
    """Districts of one fiscal year; none chosen means all."""

    only_shows = True
    district = forms.MultipleChoiceField(label="地区", required=False, widget=ChipCheckbox, error_messages={
        "invalid_choice": "選んだ地区は、この年度にはありません。"})

    def __init__(self, data=None, *, fiscal_year: int):
        super().__init__(data)
        self.fiscal_year = fiscal_year
        self.districts = districts_of(fiscal_year)
        self.fields["district"].choices = [(each.code, each.name) for each in self.districts]

    def scope(self) -> Scope:
        """The scope asked for; all districts where the choice cannot be read."""
        codes = self.cleaned_data.get("district", []) if self.is_valid() else []
        return scope_of(self.fiscal_year, codes)


class TrendScopeForm(ScopeForm):
    """Districts, and joint districts (合同地区) of the fiscal year, which stand for the members that each year had."""

    def __init__(self, data=None, *, fiscal_year: int):
        super().__init__(data, fiscal_year=fiscal_year)
        self.joints = {joint.code: joint for joint, _ in joints_in(Scope(fiscal_year, tuple(self.districts), whole=True))}
        self.fields["district"].choices += [(code, f"{joint.name}（合同地区）") for code, joint in self.joints.items()]

    def scope(self) -> Scope:
        """As of a ScopeForm; of a joint district all members."""
        chosen = self.cleaned_data.get("district", []) if self.is_valid() else []
        members = {code for each in chosen if each in self.joints for code in self.joints[each].codes}
        here = {each.code for each in self.districts}
        return replace(scope_of(self.fiscal_year, ({*chosen} | members) & here), also=tuple(sorted(members - here)))


class EditionForm(forms.Form):
    """An edition (版) of a year's report: of all its districts, or of one."""

    only_shows = True
    district = forms.ChoiceField(label="版", required=False, error_messages={
        "invalid_choice": "選んだ地区は、この年度にはありません。"})

    def __init__(self, data=None, *, fiscal_year: int):
        super().__init__(data)
        self.fiscal_year = fiscal_year
        found = districts_of(fiscal_year)
        single = [(each.code, f"{each.name}版") for each in found] if len(found) > 1 else []
        self.fields["district"].choices = [("", "全地区版"), *single]

    def scope(self) -> Scope:
        """The scope asked for; all districts where the choice cannot be read."""
        code = self.cleaned_data.get("district") if self.is_valid() else ""
        return scope_of(self.fiscal_year, [code] if code else [])


class TrendForm(forms.Form):
    """The 年度推移 to show: of which axis, over how many years, and how it is laid out. Nothing asked: the first axis."""

    only_shows = True
    trend = forms.ChoiceField(label="表", error_messages={"invalid_choice": "選んだ表は、この年度にはありません。"})
    years = forms.TypedChoiceField(label="年数", coerce=int, choices=[(n, f"{n}年分") for n in range(FEWEST, MOST + 1)])
    of = forms.ChoiceField(label="表の行", widget=ChipRadio, choices=[(CATEGORIES, "項目ごと"), (DISTRICTS, "地区ごとの合計")])
    across = forms.ChoiceField(label="年度の並べ方", widget=ChipRadio, choices=[(COLUMNS, "横（列）"), (ROWS, "縦（行）")])
    change = forms.ChoiceField(label="前年度からの変化", required=False, choices=[
        ("", "分類表のとおり"), (BRACKET, "示さない"), (DIFFERENCE, "増減"), (RATE, "増減率"), (RATIO, "前年度比")])
    shares = forms.BooleanField(label="割合も表示する", required=False)

    def __init__(self, data, *, axes: Sequence[BookAxis]):
        defaults = {"trend": axes[0].code if axes else "", "years": USUAL, "of": CATEGORIES, "across": COLUMNS, "change": "", "shares": ""}
        super().__init__({name: data.get(name, default) for name, default in defaults.items()})
        self.fields["trend"].choices = [(axis.code, axis.title) for axis in axes]

    @property
    def choice(self) -> TrendChoice | None:
        """The trend asked for; None where the choice cannot be read."""
        data = self.cleaned_data if self.is_valid() else None
        return data and TrendChoice(data["trend"], data["years"], data["of"], data["across"], data["change"] or None, data["shares"])


class YearForm(forms.Form):
    """The fiscal year to show, out of those that have figures."""

    only_shows = True
    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args, years: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fiscal_year"].choices = [(year, periods.fiscal_year_label(year)) for year in years]
