"""The command build_report."""
import io
import json
import os

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from reports.layout import build
from reports.outputs.json import document
from reports.scope import scope_of
from tests.factories import log_contact
from tests.imports.record_files import load_figures
from tests.reports import readers
from tests.reports.factories import make_report


@pytest.fixture
def contacts(small, coordinator):
    log_contact(small, coordinator, "kind:new", "target:elderly", "topic:meal")
    log_contact(small, coordinator, "kind:case", "target:child", district="renjaku")


def build_report(*arguments, year="2021", name="json", **options):
    call_command("build_report", "--fiscal-year", year, "--format", name, *map(str, arguments), **options)


@pytest.mark.parametrize("year", ["2021", "R3", "令和3年度", "令和３年度"])
def test_the_year_in_any_notation(contacts, tmp_path, year):
    build_report("--output", tmp_path / "r.json", year=year)
    assert json.loads((tmp_path / "r.json").read_text("utf-8")) == document(build(scope_of(2021)))


def test_districts_one_or_several(contacts, tmp_path):
    build_report("--district", "renjaku", "--output", tmp_path / "one.json")
    build_report("--district", "renjaku", "--district", "osawa", "--output", tmp_path / "two.json")
    one, two = [json.loads((tmp_path / name).read_text("utf-8")) for name in ("one.json", "two.json")]
    assert [each["code"] for each in one["districts"]] == ["renjaku"]
    assert [each["code"] for each in two["districts"]] == ["osawa", "renjaku"]


@pytest.mark.parametrize(("name", "beginning"), [
    ("csv", "\ufeff年度".encode()), ("html", b"<!doctype html>"), ("json", b"{"), ("xlsx", b"PK")])
def test_formats(contacts, tmp_path, name, beginning):
    build_report("--output", tmp_path / "r", name=name)
    assert (tmp_path / "r").read_bytes().startswith(beginning)


def test_pdf(contacts, tmp_path, pdf_bytes):
    pdf_bytes(make_report())
    build_report("--district", "osawa", "--output", tmp_path / "r.pdf", name="pdf")
    text = readers.pdf_text((tmp_path / "r.pdf").read_bytes())
    assert "見本市社会福祉協議会" in text and "大沢地区版" in text


def test_the_council_is_named(contacts, tmp_path):
    build_report("--output", tmp_path / "r.xlsx", name="xlsx")
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").properties.creator == "見本市社会福祉協議会"


def test_without_output_the_bytes_go_to_stdout(contacts):
    out = io.TextIOWrapper(io.BytesIO(), encoding="cp932")
    build_report(name="xlsx", stdout=out)
    assert out.buffer.getvalue().startswith(b"PK")


@pytest.mark.parametrize(("arguments", "options", "reason"), [
    ((), {"year": "2030"}, "令和12年度の数字はありません。数字のある年度: 令和3年度"),
    ((), {"year": "昭和64年度"}, "という年度はありません"), ((), {"year": "r"}, "年度として読めません"),
    (("--district", "nowhere"), {}, "地区「nowhere」はありません。選べる地区: osawa（大沢）、renjaku（連雀）"),
])
def test_a_wrong_year_or_district_is_named(contacts, arguments, options, reason):
    with pytest.raises(CommandError, match=reason):
        build_report(*arguments, **options)


def test_an_empty_installation(small):
    with pytest.raises(CommandError, match="まだありません"):
        build_report()


@pytest.mark.parametrize(("place", "reason"), [
    ("missing/r.json", "フォルダーがありません"), ("", "同じ名前のフォルダー"), ("file/r.json", "フォルダーがありません"),
    ("x" * 300, "名前が長すぎます")])
def test_a_file_that_cannot_be_written(contacts, tmp_path, place, reason):
    (tmp_path / "file").write_text("kept")
    with pytest.raises(CommandError, match=reason):
        build_report("--output", tmp_path / place)
    assert os.listdir(tmp_path) == ["file"] and (tmp_path / "file").read_text() == "kept"


def test_findings_go_to_stderr_and_not_into_the_file(small, tmp_path):
    load_figures(("R3", "大沢", "相談内容", "食事", "", "946"), ("R3", "大沢", "相談内容", "合計", "", "1,080"))
    err = io.StringIO()
    build_report("--output", tmp_path / "r.json", stderr=err)
    assert "注意: " in err.getvalue() and "1,080" in err.getvalue()


def test_a_failed_write_leaves_the_old_file(contacts, tmp_path, monkeypatch):
    (tmp_path / "r.json").write_text("old")
    monkeypatch.setattr("pathlib.Path.replace", lambda *names: (_ for _ in ()).throw(OSError(28, "No space")))
    with pytest.raises(CommandError, match="ディスクの空き"):
        build_report("--output", tmp_path / "r.json")
    assert os.listdir(tmp_path) == ["r.json"] and (tmp_path / "r.json").read_text() == "old"


def test_a_link_is_followed_and_kept(contacts, tmp_path):
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    build_report("--output", tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink() and json.loads((tmp_path / "real.json").read_text("utf-8"))
