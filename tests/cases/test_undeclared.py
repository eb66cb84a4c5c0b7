"""A form takes what it declares: every other column of its row, sent along, changes nothing."""
import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client

from cases.forms.households import HouseholdForm
from cases.models import Council
from tests.cases.test_versions import objects, prepare, site  # noqa: F401 (fixtures)
from tests.measures import measured
from tests.objects import address
from tests.version_table import CHANGES, CREATES

pytestmark = pytest.mark.either
ROUTES = {"contact_edit": "contact", "household_edit": "household", "member_edit": "member", "case_edit": "case",
          "case_close": "case", "resource_edit": "resource", "district_edit": "district", "council_edit": "council",
          "user_edit": "user", "protection_edit": "protection", "relation_edit": "relation", "tie_edit": "tie", **{route: route.removesuffix("_new") for route in CREATES if not route.startswith("plan_")}, "plan_new": "codebookplan", "joint_new": "jointdistrict", "joint_edit": "jointdistrict",
          **dict.fromkeys(("case_referral_new", "contact_referral_new", "referral_edit"), "referral"), "case_intake": "caseevent", "case_plan": "supportplan", "supportplan_goal": "goal", "supportplan_monitoring": "monitoring",
          "case_assessment": "assessment", "member_consent": "consent", "leader_edit": "leader", "activity_edit": "activity", "activitykind_edit": "activitykind", "saved_new": "savedsearch", "saved_edit": "savedsearch", **dict.fromkeys(("case_waiting_new", "contact_waiting_new", "waiting_edit", "waiting_end"), "waiting")}


def model_of(route) -> type[models.Model]:
    return apps.get_model("cases", ROUTES[route])


def declared(client, url) -> set[str]:
    """The fields that the page itself asks for."""
    context = client.get(url).context
    return set(context["entry"].form.fields if "entry" in context else context["form"].fields)


def smuggled(model, known, user) -> dict:
    """A telling value for every column and link of the model that the page does not ask for."""
    found = {}
    for each in (*model._meta.concrete_fields, *model._meta.many_to_many):
        value = ("on" if isinstance(each, models.BooleanField) else "1999-01-01" if isinstance(each, models.DateField)
                 else str(user.pk) if each.is_relation or isinstance(each, models.IntegerField) else "smuggled")
        found |= {name: value for name in {each.name, getattr(each, "attname", each.name)} - known if name != "version"}
    return found


def saved(user, url, form, model, pk=None) -> dict:
    """The row after sending the form, `pk` or the newest, without its clocks and number; nothing of it stays."""
    client = Client()
    with transaction.atomic():
        client.force_login(user)
        assert client.post(url, form).status_code == 302, "the form is not a valid one"
        row = model._base_manager.get(pk=pk) if pk else model._base_manager.order_by("-pk").first()
        found = {each.name: getattr(row, each.attname) for each in model._meta.concrete_fields
                 if not isinstance(each, models.DateTimeField | models.UUIDField) and not each.primary_key and each.name != "password"}
        found |= {each.name: sorted(getattr(row, each.name).values_list("pk", flat=True)) for each in model._meta.many_to_many}
        transaction.set_rollback(True)
    return found


def prepared(objects, route):  # noqa: F811
    """The valid form of a route, its address and model, and the id of the row that it changes."""
    prepare(route, objects)
    form = (CHANGES | CREATES)[route](objects) | ({"version": 2} if route in CHANGES else {})
    changed = Council.objects.get() if ROUTES[route] == "council" else objects.get(ROUTES[route])
    return form, address(route, objects), model_of(route), changed.pk if route in CHANGES else None


@pytest.mark.parametrize("route", ROUTES)
def test_what_a_form_does_not_ask_for_changes_nothing(site, objects, admin, route):  # noqa: F811
    form, url, model, pk = prepared(objects, route)
    more = smuggled(model, declared(site, url) | set(form), admin)
    plain, other = saved(admin, url, form, model, pk), saved(admin, url, more | form, model, pk)
    measured("C3", undeclared_fields_sent=len(more), taken=sum(plain[name] != other[name] for name in plain))
    assert plain == other and more


def test_a_column_that_a_form_takes_is_seen_by_this_test(site, objects, admin, monkeypatch):  # noqa: F811
    form, url, model, pk = prepared(objects, "household_edit")
    plain = saved(admin, url, form, model, pk)
    clean = HouseholdForm.clean

    def takes_more(self):
        self.instance.is_restricted = self.data.get("is_restricted") == "on"
        return clean(self)

    monkeypatch.setattr(HouseholdForm, "clean", takes_more)
    assert saved(admin, url, form | {"is_restricted": "on"}, model, pk) != plain
