"""Widgets and fields of the house: chips, and dates, times, amounts and telephone numbers as they are typed in Japanese."""
import re
import unicodedata
from datetime import date, datetime, time

from django import forms
from django.utils import timezone

from cases import periods
from cases.text import fold_phone

from .numbers import NUMBER_WORDS


class _Chips:
    """Mixin: values that are `children` stand behind their parent, joined to it by a line."""

    children: frozenset[str] = frozenset()

    def create_option(self, name, value, *args, **kwargs):
        """The option of one chip."""
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.children:
            option["attrs"]["data-child"] = True
        return option


class ChipRadio(_Chips, forms.RadioSelect):
    """One of several, as chips in a fieldset; the chosen one carries ✓."""

    template_name = "cases/widgets/chips.html"


class ChipCheckbox(_Chips, forms.CheckboxSelectMultiple):
    """Any number of several, as chips in a fieldset; chosen ones carry ✓."""

    template_name = "cases/widgets/chips.html"


class JapaneseDateInput(forms.DateInput):
    """A text field for R3.4.5, 令和3年4月5日 or 2021/4/5; a script adds the calendar and the date in full."""

    def __init__(self, attrs=None):
        super().__init__({"data-date": "", "autocomplete": "off", "class": "input-short"} | (attrs or {}))

    def format_value(self, value):
        """Stored dates as 令和3年4月5日, typed text as it was typed."""
        return periods.format_date(value) if isinstance(value, date) else value


class JapaneseDateField(forms.DateField):
    """A date in any spelling offices use; the reason of a refusal stands beside the field.

    With `fiscal_year`, 4/5 and 4月5日 are read within that fiscal year.
    """

    widget = JapaneseDateInput

    def __init__(self, *, fiscal_year: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.fiscal_year = fiscal_year

    def to_python(self, value):
        """The date, None for nothing, or ValidationError with the words of PeriodError."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return self.read(str(value))
        except periods.PeriodError as error:
            raise forms.ValidationError(str(error), code="invalid") from error


    def read(self, text: str) -> date:
        """The date that is typed, or PeriodError."""
        return periods.parse_date(text, self.fiscal_year)


SHORT_DATES = "「12/4」「明日」「+7」（7日後）のようにも書けます。"


class NearDateField(JapaneseDateField):
    """A date near today, typed in haste too: 12/4, 昨日, +7. A day on which something was done; see `is_ahead`."""

    is_ahead: bool | None = False  # of a date without its year: not before today, in place of not after it; None: the nearest

    def widget_attrs(self, widget):
        """As of any field; the script that writes the date in full beside it reads it the same way."""
        return super().widget_attrs(widget) | {"data-date": {True: "ahead", False: "done", None: "near"}[self.is_ahead]}

    def read(self, text: str) -> date:
        """The date that is typed, or PeriodError."""
        return periods.parse_date_near(text, timezone.localdate(), is_ahead=self.is_ahead)


class PlannedDateField(NearDateField):
    """A day on which something is to be done (次回予定日): none that is years ahead by a slip."""

    is_ahead = True
    years = periods.PLANNED_YEARS

    def validate(self, value):
        """As a date; ValidationError where it is too far ahead."""
        super().validate(value)
        if value and (words := periods.planned_too_late(value, timezone.localdate(), self.years)):
            raise forms.ValidationError(words)


class HandedDateField(PlannedDateField):
    """A day that has come or is to come (引き継ぎの日): 11/26 on 27 November was yesterday, 12/1 is next week."""

    is_ahead = None


class AimedDateField(PlannedDateField):
    """A day that a plan aims at, years ahead where it is so: an adult child of 50 is to live alone in five years."""

    years = periods.AIMED_YEARS


class JapaneseTimeField(forms.TimeField):
    """A time of day as offices write it: 9:05, 0905, 14時30分, 午後2時半."""

    widget = forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off", "class": "input-short"})

    def to_python(self, value):
        """The time, None for nothing, or ValidationError with the words of PeriodError."""
        if value in self.empty_values or isinstance(value, time):
            return value or None
        try:
            return periods.parse_time(str(value))
        except periods.PeriodError as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class PhoneField(forms.CharField):
    """A telephone number; what is typed in full width is kept in half width."""

    def to_python(self, value):
        """The number as it is kept."""
        return fold_phone(super().to_python(value))


class AmountField(forms.IntegerField):
    """A whole number as offices write it, with or without its unit: 12, １２人, 1,200部."""

    default_error_messages = NUMBER_WORDS | {"invalid": "数字で書いてください。例: 30"}

    def to_python(self, value):
        """The number, None for nothing, or ValidationError."""
        if isinstance(value, str):
            value = re.sub(r"(?<=\d)[人名件部枚回号]$", "", unicodedata.normalize("NFKC", value).replace(",", "").strip())
        return super().to_python(value)


class NumberField(forms.DecimalField):
    """A number as offices write it: 32000, ３２，０００, 1,234.5."""

    default_error_messages = NUMBER_WORDS | {"invalid": "数字で書いてください。例: 32,000"}

    def to_python(self, value):
        """The number, None for nothing, or ValidationError."""
        if isinstance(value, str):
            value = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", unicodedata.normalize("NFKC", value).strip())
        return super().to_python(value)


class MinutesField(AmountField):
    """A duration in minutes: 90, ９０分, 1時間30分, 1時間半."""

    def to_python(self, value):
        """The minutes, None for nothing, or ValidationError."""
        if isinstance(value, str):
            typed = re.sub(r"\s", "", unicodedata.normalize("NFKC", value))
            if found := re.fullmatch(r"(?:(\d{1,4})時間)?(?:(\d{1,4})分|(半))?", typed):
                hours, minutes, half = found.groups()
                value = str(60 * int(hours or 0) + (30 if half else int(minutes or 0))) if typed and (hours or not half) else value
        return super().to_python(value)
