"""What an axis is asked for, a footnote and a percentage set by hand have a history of their changes."""
import pytest

from cases.models import Axis, EarlierRule, Footnote, Revision, ShareOverride

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(as_user, admin, small):
    return as_user(admin)


def page(site, address):
    return site.get(address).content.decode()


def test_the_kinds_of_an_axis_are_told_whatever_its_version(small, site):
    small.axes["method"].asked_for.set([small.categories["kind:new"]])
    small.axes["method"].asked_for.set([small.categories["kind:case"]])
    told = [each.changes for each in Revision.objects.filter(kind="axis", object_id=small.axes["method"].pk, action="changed")]
    assert len(told) == 3 and all("asked_for" in each for each in told)
    shown = page(site, "/settings/codebook/edit/axes/method/history/")
    assert "対象（外したもの・加えたもの）" in shown and "新規相談" in shown and "ケース対応" in shown


def test_the_kinds_of_an_earlier_rule_are_told(small):
    rule = EarlierRule.objects.create(axis=Axis.objects.get(code="method"), last_year=2019, answer="single", unit="件", percent_base="none", rounding="plain")
    rule.asked_for.set([small.categories["kind:new"]])
    assert Revision.objects.filter(kind="earlierrule", object_id=rule.pk, changes__contains="asked_for").exists()


def test_a_category_has_a_history(small, site):
    type(small.categories["topic:meal"]).objects.filter(code="meal").update(label="食事・栄養")
    assert "食事・栄養" in page(site, "/settings/codebook/edit/axes/topic/categories/meal/history/")


def test_a_footnote_has_a_history_that_its_page_leads_to(small, site, admin):
    note = Footnote.objects.create(fiscal_year=2021, axis=small.axes["topic"], part="table", text="前の文", changed_by=admin)
    Footnote.objects.filter(pk=note.pk).update(text="後の文")
    address = f"/reports/notes/{note.pk}/history/"
    assert "前の文" in page(site, address) and "後の文" in page(site, address)
    assert address in page(site, f"/reports/notes/{note.pk}/")


def test_a_percentage_set_by_hand_has_a_history(small, site):
    override = ShareOverride.objects.create(fiscal_year=2021, axis=small.axes["topic"], printed="1.5", version=1, reason="前の理由")
    ShareOverride.objects.filter(pk=override.pk).update(reason="後の理由")
    assert "後の理由" in page(site, f"/reports/shares/{override.pk}/history/")
