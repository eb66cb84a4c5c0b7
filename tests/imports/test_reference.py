"""Districts, users and local resources go out to a spreadsheet and come back unchanged, or changed as shown."""
import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Assignment, District, Resource, User
from cases.reference import CSV, TABLES, XLSX, import_reference, write

from .record_files import as_csv, as_xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.either]
DANGEROUS = ["=1+1", "+81-90", "-5", "@SUM(A1)", "\tx", "＝1", "|cmd", "%0A", "　=1+1", "'=1", "''x", "'普通"]


def load(name: str, lines: list[list], by, dry_run=False):
    return import_reference(table=TABLES[name], content=as_csv(lines), file_name="x.csv", by=by, dry_run=dry_run)


def stored(model) -> list:
    return list(model.objects.order_by("pk").values())


@pytest.mark.parametrize("file_format", [CSV, XLSX])
@pytest.mark.parametrize(("name", "model"), [("districts", District), ("users", User), ("resources", Resource)])
def test_what_goes_out_comes_back_unchanged(small, admin, coordinator, file_format, name, model):
    Resource.objects.create(code="R-1", name="見本の会", note="一行目\r\n二行目").districts.set(small.districts.values())
    before, served = stored(model), Resource.objects.get().districts.count()
    outcome = import_reference(table=TABLES[name], content=write(TABLES[name], file_format),
                               file_name=f"x.{file_format}", by=admin, dry_run=False)
    assert (outcome.problems, outcome.changes) == ([], [])
    assert outcome.unchanged == outcome.read == len(before)
    assert stored(model) == before and Resource.objects.get().districts.count() == served == 2


@pytest.mark.parametrize(("cell", "codes"), [("osawa;renjaku", {"osawa", "renjaku"}), ("連雀、大沢", {"osawa", "renjaku"}), ("renjaku", {"renjaku"}), ("", set())])
def test_a_resource_has_the_districts_that_its_row_names(small, admin, cell, codes):
    Resource.objects.create(code="R-1", name="見本の会").districts.set([small.districts["osawa"]])
    outcome = load("resources", [["番号", "名称", "地区"], ["R-1", "見本の会", cell], ["R-2", "別の会", cell]], admin)
    assert not outcome.problems
    assert [{each.code for each in row.districts.all()} for row in Resource.objects.order_by("code")] == [codes, codes]
    again = load("resources", [["番号", "名称"], ["R-1", "見本の会"]], admin)
    assert again.unchanged == 1 and {each.code for each in Resource.objects.get(code="R-1").districts.all()} == codes


@pytest.mark.parametrize("text", DANGEROUS)
@pytest.mark.parametrize("file_format", [CSV, XLSX])
def test_no_text_becomes_a_formula_and_none_is_changed(small, admin, text, file_format):
    Resource.objects.create(code="R-1", name=text, note=text.strip())
    content = write(TABLES["resources"], file_format)
    if file_format == CSV:
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+-@\t|%＝" and cell]
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    Resource.objects.update(name="別の名称")
    import_reference(table=TABLES["resources"], content=content, file_name="x", by=admin, dry_run=False)
    assert Resource.objects.get().name == text.strip()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40))
def test_any_text_survives_the_way_out_and_in(small, admin, text):
    Resource.objects.all().delete()
    Resource.objects.create(code="R-1", name="見本", note=text.strip())
    for file_format in (CSV, XLSX):
        content = write(TABLES["resources"], file_format)
        Resource.objects.update(note="別の備考")
        import_reference(table=TABLES["resources"], content=content, file_name="x", by=admin, dry_run=False)
        assert Resource.objects.get().note == text.strip()


def test_csv_begins_with_a_byte_order_mark_and_holds_no_password(small, coordinator):
    content = write(TABLES["users"], CSV)
    assert content.startswith(b"\xef\xbb\xbf")
    assert "pbkdf2" not in content.decode() and "md5" not in content.decode()
    assert coordinator.password not in content.decode()


def test_new_users_cannot_log_in_before_a_password_is_set(small, admin):
    outcome = load("users", [["利用者名", "氏名", "役割", "有効", "担当地区"],
                             ["hanako", "見本 花子", "地域福祉コーディネーター", "1", "osawa;連雀"]], admin)
    user = User.objects.get(username="hanako")
    assert outcome.created == 1 and not user.has_usable_password()
    assert sorted(each.district.code for each in user.assignments.all()) == ["osawa", "renjaku"]


def test_assignments_that_a_file_leaves_out_end_and_keep_their_past(small, admin, coordinator):
    load("users", [["利用者名", "担当地区"], ["osawa", "renjaku"]], admin)
    old, new = Assignment.objects.filter(user=coordinator).order_by("starts_on")
    assert (old.district.code, old.ends_on < new.starts_on) == ("osawa", True)
    assert (new.district.code, new.ends_on) == ("renjaku", None)
    coordinator.refresh_from_db()
    assert coordinator.has_usable_password() and coordinator.name == "見本 osawa"


def test_the_last_admin_stays(small, admin):
    outcome = load("users", [["利用者名", "有効"], ["kanri", "0"]], admin)
    assert outcome.problems
    admin.refresh_from_db()
    assert admin.is_active


def test_districts_with_their_towns(small, admin):
    load("districts", [["地区コード", "地区名", "開始日", "町丁目"], ["east", "東部", "令和5年4月1日", "牟礼1〜3丁目"]], admin)
    assert list(District.objects.get(code="east").towns.values_list("name", flat=True)) == [
        "牟礼1丁目", "牟礼2丁目", "牟礼3丁目"]


@pytest.mark.parametrize(("name", "headings", "line", "column"), [
    ("districts", ["地区コード", "地区名", "開始日"], ["east", "", "R5.4.1"], "地区名"),
    ("districts", ["地区コード", "地区名", "開始日"], ["east", "東部", "いつか"], "開始日"),
    ("districts", ["地区コード", "地区名", "開始日"], ["east", "東部", ""], "開始日"),
    ("districts", ["地区コード", "地区名", "開始日"], ["東", "東部", "R5.4.1"], "地区コード"),
    ("districts", ["地区コード", "町丁目"], ["osawa", "大沢1〜"], "町丁目"),
    ("districts", ["地区コード", "並び順"], ["osawa", "一"], "並び順"),
    ("users", ["利用者名", "役割"], ["kanri", "部長"], "役割"),
    ("users", ["利用者名", "有効"], ["kanri", "はい"], "有効"),
    ("users", ["利用者名", "担当地区"], ["kanri", "井の頭"], "担当地区"),
    ("resources", ["番号", "名称", "地区"], ["R-1", "見本", "井の頭"], "地区"),
    ("resources", ["番号", "名称"], ["R-1", "あ" * 101], "名称"),
    ("resources", ["番号", "名称"], ["", "見本"], "番号"),
    ("resources", ["番号", "名称", "色"], ["R-1", "見本", "赤"], "色"),
])
def test_a_wrong_cell_is_named_and_nothing_is_stored(small, admin, name, headings, line, column):
    before = [stored(model) for model in (District, User, Resource)]
    outcome = load(name, [headings, line], admin)
    assert [each.column for each in outcome.problems] == [column]
    assert [stored(model) for model in (District, User, Resource)] == before


def test_one_wrong_row_and_none_is_stored(small, admin):
    outcome = load("resources", [["番号", "名称"], ["R-1", "見本"], ["R-2", ""], ["R-1", "また"]], admin)
    assert [(each.row, each.column) for each in outcome.problems] == [(4, "番号")]
    outcome = load("resources", [["番号", "名称"], ["R-1", "見本"], ["R-2", ""]], admin)
    assert [(each.row, each.column) for each in outcome.problems] == [(3, "名称")]
    assert not Resource.objects.exists()


def post(site, name: str, content: bytes):
    return site.post(reverse("reference_import", args=[name]), {"file": SimpleUploadedFile("x.xlsx", content)})


def test_preview_then_confirm(small, admin, as_user):
    site = as_user(admin)
    Resource.objects.create(code="R-1", name="見本の会")
    page = post(site, "resources", as_xlsx(表=[["番号", "名称"], ["R-1", "<b>新しい名称"], ["R-2", "増えた会"]]))
    assert Resource.objects.get().name == "見本の会"
    assert "&lt;b&gt;新しい名称" in page.content.decode() and "見本の会" in page.content.decode()
    sealed = page.context["sealed"]
    site.post(reverse("reference_import", args=["resources"]), {"sealed": sealed})
    assert list(Resource.objects.values_list("name", flat=True)) == ["<b>新しい名称", "増えた会"]


def test_a_seal_is_of_one_table_and_one_user(small, admin, as_user):
    from tests.factories import make_user
    sealed = post(as_user(admin), "resources", as_csv([["番号", "名称"], ["R-2", "増えた会"]])).context["sealed"]
    other = as_user(make_user("admin", "kanri2"))
    for text in (sealed, sealed[:-2] + "xx", "x"):
        other.post(reverse("reference_import", args=["resources"]), {"sealed": text})
    as_user(admin).post(reverse("reference_import", args=["districts"]), {"sealed": sealed})
    assert not Resource.objects.exists()


@pytest.mark.parametrize("content", [b"", b"%PDF", b"PK\x03\x04", "氏名,住所\nあ,い\n".encode()])
def test_what_is_no_such_table_is_refused_beside_the_field(small, admin, as_user, content):
    response = post(as_user(admin), "users", content)
    assert response.status_code == 422 and "field-error" in response.content.decode()


def test_exports_by_role(small, admin, supervisor, coordinator, as_user):
    def status(user, name, query=""):
        return as_user(user).get(reverse("reference_export", args=[name]) + query).status_code
    assert [status(admin, "users"), status(admin, "users", "?format=csv")] == [200, 200]
    assert [status(supervisor, "users"), status(supervisor, "resources"), status(coordinator, "resources")] == [
        403, 200, 403]
    assert [status(admin, "contacts"), status(admin, "users", "?format=exe")] == [404, 404]


@pytest.mark.parametrize(("rows", "told"), [
    ([["east", "東部", "大沢2丁目"]], [(2, "町丁目", "大沢2丁目")]), ([["east", "大沢", ""]], [(2, "地区名", "大沢")]),
    ([["east", "東部", "牟礼1丁目"], ["west", "西部", "牟礼1丁目"]], [(3, "町丁目", "牟礼1丁目")]),
    ([["west", "連雀", ""], ["east", "東部", "大沢2丁目"]], [(2, "地区名", "連雀"), (3, "町丁目", "大沢2丁目")]),
    ([["east", "東部", "大沢2丁目"], ["osawa", "大沢", "大沢1・3丁目"]], [])])
def test_districts_that_would_clash_are_refused_when_all_rows_are_in(small, admin, rows, told):
    load("districts", [["地区コード", "町丁目"], ["osawa", "大沢1〜3丁目"]], admin)
    before = District.objects.count()
    outcome = load("districts", [["地区コード", "地区名", "町丁目", "開始日"], *([*row, "令和3年4月1日"] for row in rows)], admin)
    assert [(each.row, each.column, each.value) for each in outcome.problems] == told
    assert District.objects.count() == before + (0 if told else 1)


def test_a_file_with_the_heading_of_before_is_read_and_goes_out_with_that_of_today(small, admin):
    Resource.objects.create(code="R-1", name="見本の会", contact_person="総務係")
    assert "連絡の宛先" in write(TABLES["resources"], CSV).decode() and "窓口・代表者" not in write(TABLES["resources"], CSV).decode()
    assert load("resources", [["番号", "窓口・代表者"], ["R-1", "総務係"]], admin).unchanged == 1
    changed = load("resources", [["番号", "窓口・代表者"], ["R-1", "庶務係"]], admin)
    assert changed.changes[0].values == [("連絡の宛先", "総務係", "庶務係")] and Resource.objects.get().contact_person == "庶務係"
    twice = load("resources", [["番号", "窓口・代表者", "連絡の宛先"], ["R-1", "甲", "乙"]], admin)
    assert [each.column for each in twice.problems] == ["連絡の宛先"] and Resource.objects.get().contact_person == "庶務係"
