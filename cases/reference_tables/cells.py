"""What one cell of a table of reference data holds, read and written."""
import re
import unicodedata

from import_export.widgets import Widget

from cases.imports.cells import cell_text, read_date, split_values
from cases.models import District
from cases.periods import parse_fiscal_year
from cases.text import ONE_WAVE, fold_label, fold_phone
from cases.towns import parse_towns


class Text(Widget):
    """Text without spaces around it and with plain line breaks."""

    def clean(self, value, row=None, **kwargs):
        return cell_text(value).replace("\r\n", "\n")

    def render(self, value, obj=None, **kwargs):
        return (value or "").replace("\r\n", "\n").strip()


class Phone(Text):
    """A telephone number, kept in half width."""

    def clean(self, value, row=None, **kwargs):
        return fold_phone(super().clean(value, row, **kwargs))


class Towns(Text):
    """町丁目 in the printed notation. Raises TownError (a ValueError) for what cannot be read."""

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        parse_towns(text)
        return text.translate(ONE_WAVE)


class Date(Widget):
    """A date in any spelling; written as 2021-04-01."""

    def clean(self, value, row=None, **kwargs):
        return read_date(value)

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if value else ""


class Whole(Widget):
    """A whole number from 0; blank is 0."""

    def clean(self, value, row=None, **kwargs):
        text = unicodedata.normalize("NFKC", cell_text(value))
        if not re.fullmatch(r"\d{0,6}", text):
            raise ValueError("0以上の整数で書いてください。")
        return int(text or 0)

    def render(self, value, obj=None, **kwargs):
        return str(value)


class Year(Widget):
    """A fiscal year in any spelling, or none; written as 2021."""

    def clean(self, value, row=None, **kwargs):
        text = cell_text(value)
        return parse_fiscal_year(text) if text else None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class YesNo(Widget):
    """1 or 0."""

    def clean(self, value, row=None, **kwargs):
        text = fold_label(cell_text(value)).casefold()
        if text not in ("1", "0", "true", "false"):
            raise ValueError("1（利用できる）か0（停止）で書いてください。")
        return text in ("1", "true")

    def render(self, value, obj=None, **kwargs):
        return "1" if value else "0"


class Choice(Widget):
    """One of a field's choices, by its Japanese label or its code."""

    def __init__(self, choices):
        super().__init__()
        self.labels = dict(choices)

    def clean(self, value, row=None, **kwargs):
        text = cell_text(value)
        for code, label in self.labels.items():
            if fold_label(text) in (fold_label(code), fold_label(label)):
                return code
        raise ValueError(f"「{'」「'.join(self.labels.values())}」のどれかを書いてください。")

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(value, "")


def district_called(name: str) -> District:
    """The district with this code, or the only one with this name. Raises ValueError."""
    known = list(District.objects.all())
    found = [each for each in known if each.code == name] or [
        each for each in known if fold_label(each.name) == fold_label(name)]
    if len(found) != 1:
        raise ValueError(f"「{name}」という地区が2つ以上あります。地区コードで書いてください。" if found
                         else f"「{name}」という地区は登録されていません。地区コードで書いてください。")
    return found[0]


class DistrictCodes(Widget):
    """Districts by their codes, `;` between, as a tuple of codes in the order of districts."""

    def clean(self, value, row=None, **kwargs):
        found = {district_called(each.label) for each in split_values(value, ())}
        return tuple(each.code for each in sorted(found, key=lambda each: (each.order, each.pk)))

    def render(self, value, obj=None, **kwargs):
        return ";".join(value or ())
