"""A draft of a change holds the words of the record: where that is out of sight by now, they are read in the draft no more than elsewhere."""
import html

import pytest

from cases.models import Case, Draft, Household
from tests.factories import log_contact

from .lines import CHANGED, EVERYONES, LONG, forms, keep, sent

pytestmark = pytest.mark.either
CHANGES = [(noun, *line) for noun, line in CHANGED.items() if noun not in EVERYONES]
STORED = "見本の記録の言葉"


def read(site):
    """The list and the page of the only draft."""
    return html.unescape(site.get("/drafts/").content.decode() + site.get(f"/drafts/{Draft.objects.get().pk}/").content.decode())


def typed_values(form):
    """What stands in the fields of the form, but for days and choices."""
    return {str(value) for name, value in form.items() if not name.startswith("draft_") and len(str(value)) > 3 and not str(value).isdecimal()}


@forms(CHANGES)
def test_of_a_restricted_record_nothing_is_told(site, objects, line):
    form = sent(site, line, objects)
    keep(site, form)
    Household.everything.update(is_restricted=True)
    Case.everything.update(is_restricted=True)
    page = read(site)
    assert "内容は表示しません" in page and LONG.splitlines()[0] not in page
    assert [value for value in typed_values(form) - {form.get("version"), form.get("form_token")} if value in page] == []
    Household.everything.update(is_restricted=False)
    Case.everything.update(is_restricted=False)
    assert LONG.splitlines()[0] in read(site)


def test_of_one_in_another_district_the_own_texts_alone_are_told(site, objects, small):
    Case.objects.filter(pk=objects["case"].pk).update(promises=STORED)
    line = ("case", *CHANGED["case"])
    keep(site, sent(site, line, objects, promises=STORED))
    assert STORED in read(site)
    Case.objects.filter(pk=objects["case"].pk).update(district=small.districts["renjaku"])
    page = read(site)
    assert LONG.splitlines()[0] in page and "自分が書き直した文章だけ" in page
    assert STORED not in page and "C-1" not in page and "見本の相談" not in page


def test_a_contact_stays_in_sight_where_its_case_went_elsewhere(site, objects, small, coordinator):
    contact = log_contact(small, coordinator, case=objects["case"], text="はじめの記録")
    keep(site, {"draft_target": contact.pk, "version": contact.version, "text": "書き直しの途中", "case": contact.case_id, "counterpart": "見本の相手"})
    Case.objects.filter(pk=objects["case"].pk).update(district=small.districts["renjaku"])
    assert "書き直しの途中" in read(site) and "見本の相手" in read(site)
    Case.objects.filter(pk=objects["case"].pk).update(is_restricted=True)
    page = read(site)
    assert "書き直しの途中" not in page and "見本の相手" not in page
