"""What Django refuses is refused in the words of the house: no model's name, no id, no code."""
import pytest
from django import forms

from cases.models import Question, User
from cases.wording import NOT_OFFERED


def test_a_code_that_is_taken_is_said_in_a_plain_sentence(as_user, admin, small):
    Question.objects.create(code="Q-1", section="見本", label="見本の項目")
    answer = as_user(admin).post("/settings/assessment/new/", {"code": "Q-1", "section": "見本", "label": "ほかの項目", "kind": "text"})
    assert answer.context["form"].errors["code"] == ["このコードは、すでに使われています。別のコードにしてください。"]


def test_a_coordinator_who_is_no_choice_is_not_told_by_an_id(as_user, coordinator, small):
    stranger = User.objects.create_user(username="other", password="x" * 20, name="見本 別人", role="coordinator")
    answer = as_user(coordinator).post("/activities/new/", {"coordinators": [stranger.pk]})
    assert answer.context["form"].errors["coordinators"] == [NOT_OFFERED]


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "typed"), [
    (forms.ChoiceField(choices=[("a", "あ")]), "secret"), (forms.MultipleChoiceField(choices=[("a", "あ")]), ["secret"]),
    (forms.TypedChoiceField(choices=[("a", "あ")]), "secret"), (forms.ModelChoiceField(User.objects.all()), "987"),
    (forms.ModelMultipleChoiceField(User.objects.all()), ["987"]), (forms.ModelMultipleChoiceField(User.objects.all()), ["secret"])])
def test_every_kind_of_choice_says_the_same(field, typed):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [NOT_OFFERED]
