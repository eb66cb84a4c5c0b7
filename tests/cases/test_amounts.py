"""Amounts and durations as people write them."""
import pytest
from django.core.exceptions import ValidationError

from cases.forms.activities import ActivityForm
from cases.forms.cases import CaseForm
from cases.forms.districts import DistrictForm
from cases.forms.numbers import MOST
from cases.forms.widgets import AmountField, MinutesField

pytestmark = pytest.mark.either


@pytest.mark.parametrize(("typed", "minutes"), [
    ("90", 90), ("９０", 90), ("90分", 90), ("９０ 分", 90), ("1時間", 60), ("1時間30分", 90), ("１時間半", 90), ("0分", 0), ("", None), ("　", None)])
def test_a_duration_is_read(typed, minutes):
    assert MinutesField(required=False, min_value=0, max_value=1440).clean(typed) == minutes


@pytest.mark.parametrize(("typed", "words"), [
    ("半", "数字で"), ("0.5", "数字で"), ("分", "数字で"), ("-5", "0以上"), ("25時間", "1440以下"), ("1日", "数字で"), ("９" * 5000, "数字で")])
def test_what_is_no_duration_is_refused_in_plain_words(typed, words):
    with pytest.raises(ValidationError, match=words):
        MinutesField(required=False, min_value=0, max_value=1440).clean(typed)


@pytest.mark.parametrize(("typed", "amount"), [("12", 12), ("１２人", 12), ("1,200部", 1200), ("3件", 3), ("", None)])
def test_an_amount_is_read_with_its_unit(typed, amount):
    assert AmountField(required=False, min_value=0).clean(typed) == amount


def test_the_amounts_of_the_register_are_read_so():
    assert isinstance(ActivityForm.base_fields["visitors"], AmountField) and ActivityForm.base_fields["visitors"].min_value == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "words"), [("-1", "0以上の数にしてください。"), ("9" * 19, f"{MOST}以下の数にしてください。")])
def test_a_number_without_a_limit_of_its_own_has_one_and_says_so_in_plain_words(typed, words):
    assert DistrictForm({"order": typed}).errors["order"] == [words]


@pytest.mark.parametrize("typed", ["-5", "0"])
def test_the_days_without_a_contact_say_the_same_of_every_number_too_small(typed):
    with pytest.raises(ValidationError, match="^\\['1以上の数にしてください。'\\]$"):
        CaseForm.base_fields["quiet_days"].clean(typed)
