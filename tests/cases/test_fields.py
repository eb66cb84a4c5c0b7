"""What every field says: needed or not, help before, the error after it and tied to it; dates in Japanese notation."""
import datetime

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from cases.forms.base import HouseForm, JapaneseDateField, JapaneseTimeField
from cases.forms.widgets import ChipCheckbox, ChipRadio


class Sample(HouseForm, forms.Form):
    name = forms.CharField(label="氏名", help_text="例: 見本 太郎")
    day = JapaneseDateField(label="日付", required=False)
    at = JapaneseTimeField(label="時刻", required=False)
    kind = forms.ChoiceField(label="種類", choices=[("a", "甲"), ("b", "乙")], widget=ChipRadio)
    many = forms.MultipleChoiceField(label="内容", choices=[("a", "甲"), ("b", "乙")], widget=ChipCheckbox, required=False)


def page(data=None, **initial):
    return render_crispy_form(Sample(data, initial=initial))


def test_each_label_says_whether_the_field_is_needed():
    assert page().count("※必須") == 2 and page().count("※任意") == 3


def test_help_stands_before_the_field_and_is_tied_to_it():
    html = page()
    assert html.index("例: 見本 太郎") < html.index('name="name"')
    assert 'aria-describedby="id_name_helptext"' in html and 'id="id_name_helptext"' in html


def test_an_error_stands_after_the_field_and_is_tied_to_it():
    html = page({"name": ""})
    assert html.index('name="name"') < html.index("＊氏名を入力してください。")
    assert 'aria-describedby="id_name_helptext id_name_error"' in html and 'aria-invalid="true"' in html


def test_the_summary_links_to_each_field():
    html = page({"name": ""})
    assert '<a href="#id_name">氏名：氏名を入力してください。</a>' in html
    assert '<a href="#id_kind_0">種類：種類を選んでください。</a>' in html and 'id="id_kind_0"' in html


def test_a_group_is_a_fieldset_with_its_error():
    html = page({"name": "見本"})
    assert '<fieldset aria-describedby="id_kind_error">' in html and "<legend" in html


def test_chosen_chips_stay_chosen():
    assert page({"kind": "b", "many": ["a", "b"]}).count("checked") == 3


def test_a_stored_date_is_shown_in_japanese_and_typed_text_as_typed():
    assert 'value="令和3年4月5日"' in page(day=datetime.date(2021, 4, 5))
    assert 'value="R3.4.5"' in page({"day": "R3.4.5"})


@pytest.mark.parametrize("typed", ["2021-04-05", "2021/4/5", "R3.4.5", "令和3年4月5日", "令和３年４月５日（月）", " R3/4/5 "])
def test_a_date_is_read_in_every_notation(typed):
    assert JapaneseDateField().clean(typed) == datetime.date(2021, 4, 5)


@pytest.mark.parametrize("typed", ["きのう", "R3.2.30", "3.4.5", "令和3年4月5日（火）", "4/5"])
def test_a_date_that_cannot_be_is_refused_in_words(typed):
    with pytest.raises(forms.ValidationError, match="。"):
        JapaneseDateField().clean(typed)


def test_month_and_day_are_read_within_a_fiscal_year():
    assert JapaneseDateField(fiscal_year=2021).clean("3/31") == datetime.date(2022, 3, 31)


@pytest.mark.parametrize(("typed", "at"), [("9:05", (9, 5)), ("14時30分", (14, 30)), ("", None)])
def test_a_time_is_read_as_offices_write_it(typed, at):
    assert JapaneseTimeField(required=False).clean(typed) == (datetime.time(*at) if at else None)
