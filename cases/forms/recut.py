"""The form that re-cuts districts (区割りを改める): some end, new ones begin with their 町丁目, from one day on."""
from django import forms

from cases.models import Contact, District
from cases.services.district_checks import TOWNS, Area, clashes, stored_areas
from cases.services.districts import NewDistrict
from cases.text import ONE_WAVE
from cases.towns import TownError, as_printed, format_towns, parse_towns

from .base import HouseForm, JapaneseDateField, ManyRows
from .widgets import ChipCheckbox

ROWS = range(1, 7)
_CHANGED = "画面を開いた後に、別の人が地区を変更しています。今の内容を確かめて、もう一度保存してください。"


class RecutForm(HouseForm, forms.Form):
    """Which districts end, and up to six that begin. `state` is what the districts were when the page was opened."""

    starts_on = JapaneseDateField(label="新しい区割りが始まる日", help_text="終える地区は、この日の前日で終わります。例: 令和9年4月1日")
    ending = ManyRows(District.objects.filter(ends_on=None), label="終える地区", widget=ChipCheckbox)
    leaves_out = forms.BooleanField(label="どの地区にも入らない町丁目があってもよい", required=False,
                                    help_text="付けないと、終える地区の町丁目がすべて新しい地区に入っているかを確かめます。")
    state = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["state"] = _state()
        for row in ROWS:
            self._add_row(row)
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")
        self.new: list[NewDistrict] = []

    def _add_row(self, row: int) -> None:
        code, name, towns = (District._meta.get_field(each) for each in ("code", "name", "towns_text"))
        self.fields[f"code_{row}"] = code.formfield(required=row == 1, help_text="半角の英字・数字・ハイフン・下線。例: osawa-kita")
        self.fields[f"name_{row}"] = name.formfield(required=row == 1, help_text="例: 大沢北")
        self.fields[f"towns_{row}"] = towns.formfield(help_text="例: 大沢1〜3丁目、新川1・4〜6丁目")

    @property
    def rows(self) -> list[list]:
        """The fields of each new district."""
        return [[self[f"{name}_{row}"] for name in ("code", "name", "towns")] for row in ROWS]

    @property
    def is_outdated(self) -> bool:
        """Whether the districts are others than when what was typed was begun."""
        return self.data.get("state") != _state()

    def clean(self):
        super().clean()
        if self.is_outdated:
            self.data = self.data.copy()
            self.data["state"] = _state()
            self.add_error(None, _CHANGED)
        for row in ROWS:
            self._read_row(row)
        self._check_days()
        self._check_towns()
        return self.cleaned_data

    def _read_row(self, row: int) -> None:
        code, name, text = (self.cleaned_data.get(f"{each}_{row}") or "" for each in ("code", "name", "towns"))
        if not (code or name or text) or any(f"{each}_{row}" in self.errors for each in ("code", "name", "towns")):
            return
        for each, value, words in (("code", code, "地区コード"), ("name", name, "地区名")):
            if not value:
                self.add_error(f"{each}_{row}", f"{words}を入力してください。")
        if code and (code in {each.code for each in self.new} or District.objects.filter(code=code).exists()):
            self.add_error(f"code_{row}", "この地区コードは、すでに使われています。改めた地区は新しい地区なので、別のコードにしてください。")
        try:
            self.new.append(NewDistrict(code, name.translate(ONE_WAVE), as_printed(text), tuple(parse_towns(text)), row))
        except TownError as error:
            self.add_error(f"towns_{row}", str(error))

    def _check_days(self) -> None:
        day, ending = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ending") or ()
        if not day:
            return
        for district in ending:
            if district.starts_on >= day:
                self.add_error("starts_on", f"「{district}」は、この日より前に始まっていません。")
        used = Contact.everything.filter(district__in=ending, date__gte=day).count()
        if used:
            self.add_error("starts_on", f"終える地区に、この日以後の対応記録が{used:,}件あります。始まる日を後にするか、先に記録の地区を直してください。")

    def _check_towns(self) -> None:
        ending = self.cleaned_data.get("ending")
        if ending is None:
            return
        gone_codes, day = {each.code for each in ending}, self.cleaned_data.get("starts_on")
        areas = [area for area in stored_areas() if area.code not in gone_codes]
        for each in self.new:
            area = Area(each.code, each.name, day, None, each.towns_text)
            for name, reason in clashes(area, areas):
                self.add_error(f"{'towns' if name == TOWNS else name}_{each.row}", reason)
            areas.append(area)
        held = {town for each in self.new for town in each.towns}
        gone = [town.name for each in ending.prefetch_related("towns") for town in each.towns.all() if town.name not in held]
        if gone and not self.cleaned_data.get("leaves_out") and not any(name.startswith("towns_") for name in self.errors):
            self.add_error("leaves_out", f"どの地区にも入らない町丁目があります：{format_towns(gone)}。新しい地区に書くか、このままでよければ印を付けてください。")


def _state() -> str:
    """What the districts are, so that another's change meanwhile is noticed."""
    return ",".join(f"{pk}:{version}" for pk, version in District.objects.order_by("pk").values_list("pk", "version"))
