"""Two districts that are valid on one day share neither a name nor a 町丁目, in the form, the codebook file and 台帳."""
import datetime

import pytest

from cases.models import District
from cases.services.codebook import load_codebook
from cases.services.district_checks import Area, clashes
from tests.imports.codebook_files import council, write_folder

NEW = "/settings/districts/new/"
SHIMO = {"code": "shimo", "name": "下連雀", "starts_on": "R3.4.1", "ends_on": "", "towns_text": "下連雀5〜9丁目", "order": "3"}


def area(code, name="下連雀", towns="", start=2020, end=None):
    return Area(code, name, datetime.date(start, 4, 1), end and datetime.date(end, 3, 31), towns)


@pytest.mark.either
@pytest.mark.parametrize(("other", "fields"), [
    (area("b"), ["name"]), (area("b", "上連雀", "下連雀９丁目、牟礼1丁目"), ["towns_text"]), (area("b", "上連雀", "下連雀4丁目"), []),
    (area("b", towns="下連雀5丁目", start=2015, end=2020), []), (area("b", towns="下連雀5丁目", start=2015, end=2021), ["name", "towns_text"]),
    (area("a"), []), (area("b", "下 連 雀"), ["name"])])
def test_districts_clash_by_name_or_town_on_a_day_of_both(other, fields):
    found = [*clashes(area("a", towns="下連雀5〜9丁目"), [other])]
    assert [field for field, _ in found] == fields and all(other.name in reason and other.code in reason for _, reason in found)


@pytest.fixture
def send(as_user, admin):
    client = as_user(admin)
    client.post(NEW, SHIMO)
    return lambda page=NEW, **fields: client.post(page, SHIMO | fields)


def test_a_second_one_of_the_name_or_of_a_town_is_refused_and_what_was_typed_stays(send):
    page = send(code="two", towns_text="下連雀5丁目")
    errors = page.context["form"].errors
    assert page.status_code == 422 and "「下連雀（shimo、令和3年4月1日から）」" in errors["name"][0]
    assert "「下連雀5丁目」は、" in errors["towns_text"][0] and 'value="two"' in page.content.decode()
    assert not District.objects.filter(code="two").exists()


def test_clearing_the_end_of_a_district_that_was_cut_is_refused(send):
    District.objects.filter(code="shimo").update(ends_on=datetime.date(2022, 3, 31))
    assert send(code="two", starts_on="R4.4.1").status_code == 302
    old = District.objects.get(code="shimo")
    page = send(f"/settings/districts/{old.pk}/", version=1)
    assert page.status_code == 422 and "「下連雀（two、令和4年4月1日から）」" in page.context["form"].errors["towns_text"][0]


def test_two_that_are_stored_so_already_can_still_be_put_in_order(send):
    District.objects.create(code="two", name="下連雀", towns_text="下連雀5丁目", starts_on=datetime.date(2021, 4, 1))
    old = District.objects.get(code="shimo")
    assert send(f"/settings/districts/{old.pk}/", version=1, order="7").status_code == 302


def test_towns_are_stored_with_one_kind_of_wave(send):
    send(code="mure", name="牟礼", towns_text="牟礼1～7丁目")
    assert District.objects.get(code="mure").towns_text == "牟礼1〜7丁目"


WEST = ["west", "西地区", "2020-04-01", "", "若葉3丁目", "2"]


@pytest.mark.parametrize(("row", "problems"), [
    (WEST, ["町丁目"]), (["west", "東地区", "2020-04-01", "", "若葉9丁目", "2"], ["地区名"]), (["west", "西地区", "2020-04-01", "", "若葉5丁目", "2"], [])])
def test_a_codebook_file_is_told_once_of_each(db, tmp_path, row, problems):
    tables = council()
    tables["地区"].append(row)
    found = load_codebook(write_folder(tmp_path, tables)).problems
    assert [(each.row, each.column) for each in found] == [(3, each) for each in problems]
    assert all("「東地区（east、" in each.reason for each in found)


def test_a_stored_clash_stops_no_load_that_leaves_it_alone(db, tmp_path):
    load_codebook(write_folder(tmp_path, council()))
    District.objects.create(code="west", name="西地区", towns_text="若葉3丁目", starts_on=datetime.date(2020, 4, 1))
    tables = council()
    tables["地区"].append(WEST)
    assert load_codebook(write_folder(tmp_path, tables)).problems == []
    tables["地区"][1][5] = "9"
    assert load_codebook(write_folder(tmp_path, tables)).problems == []
