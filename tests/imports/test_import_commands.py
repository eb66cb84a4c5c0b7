"""The commands: exit status, words on stderr, JSON alone on stdout."""
import io
import json

import pytest
from django.core.management import CommandError, call_command

from cases.models import Contact, ImportBatch, PublishedFigure

from .record_files import FIGURE_HEADINGS, as_csv, row, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Run a command on rows written to a file: (stdout, stderr, failed)."""
    def call(command: str, lines: list[list], *options: str):
        file = tmp_path / "file.csv"
        file.write_bytes(as_csv(lines))
        out, err, failed = io.StringIO(), io.StringIO(), ""
        try:
            call_command(command, str(file), *options, stdout=out, stderr=err)
        except CommandError as error:
            failed = str(error)
        return out.getvalue(), err.getvalue(), failed
    return call


def test_records_as_json(small, run):
    out, err, failed = run("import_records", table(row("1")), "--json")
    summary = json.loads(out)
    assert {key: summary[key] for key in ("read", "created", "unchanged", "updated", "errors")} == {
        "read": 1, "created": 1, "unchanged": 0, "updated": 0, "errors": []}
    assert summary["batch"] == str(ImportBatch.objects.get().pk) and not failed


def test_errors_in_json_and_in_words(small, run):
    out, err, failed = run("import_records", table(row("1"), row("2", "2021/2/30")), "--json")
    summary = json.loads(out)
    assert summary["created"] == 0 and summary["batch"] == "" and failed
    assert [(each["row"], each["column"], each["value"]) for each in summary["errors"]] == [(3, "日付", "2021/2/30")]
    assert "3行目" in err and "「日付」" in err and "2021/2/30" in err
    assert not Contact.objects.exists()


def test_dry_run_writes_nothing(small, run):
    out, _, failed = run("import_records", table(row("1", 世帯番号="S1")), "--dry-run", "--json")
    assert json.loads(out)["created"] == 1 and not failed
    assert not Contact.objects.exists() and not ImportBatch.objects.exists()


def test_skip_errors_and_fiscal_year(small, run):
    lines = table(row("1", "4/5"), row("2", "2020-04-05"))
    out, err, failed = run("import_records", lines, "--skip-errors", "--fiscal-year", "令和3年度")
    assert "新規1件" in out and "3行目" in err and Contact.objects.count() == 1
    assert "除いて取り込みました" in failed, "not everything asked for was done"


def test_a_year_that_is_none(small, run):
    _, _, failed = run("import_records", table(row("1")), "--fiscal-year", "昭和99年")
    assert "年度" in failed


@pytest.mark.parametrize("command", ["import_records", "import_figures"])
def test_headings_alone_are_an_error(small, run, command):
    lines = table() if command == "import_records" else [list(FIGURE_HEADINGS)]
    _, err, failed = run(command, lines)
    assert failed and "取り込む行がありません" in err


def test_a_file_that_is_not_there(small, tmp_path):
    out = io.StringIO()
    with pytest.raises(CommandError, match="ファイルかフォルダーがありません"):
        call_command("import_records", str(tmp_path / "none.xlsx"), "--json", stdout=out)
    assert json.loads(out.getvalue())["errors"][0]["reason"]


def test_figures_and_their_open_total(small, run):
    lines = [list(FIGURE_HEADINGS), ["R2", "大沢", "相談内容", "事業PR", "", "946", ""],
             ["R2", "大沢", "相談内容", "合計", "", "1,080", ""]]
    out, err, failed = run("import_figures", lines, "--json")
    assert json.loads(out)["warnings"][0]["difference"] == 134 and not failed
    assert "+134" in err
    assert PublishedFigure.objects.count() == 2


def test_a_printed_table_with_its_year_given_and_a_sum_over_the_districts_that_is_open(small, run):
    lines = [["対応実績"], ["", "大沢", "連雀", "合計"], ["新規相談", "94（132）", "75", "168"]]
    out, err, failed = run("import_figures", lines, "--json", "--fiscal-year", "R3")
    assert not failed and json.loads(out)["created"] == 4
    assert json.loads(out)["warnings"] == [{
        "fiscal_year": 2021, "district": "全体", "axis": "対応実績", "month": None, "check": "districts", "category": "新規相談",
        "sum": 169, "total": 168, "difference": -1}]
    assert "令和3年度 全体 対応実績「新規相談」: 各地区の合計は169" in err


def test_undo(small, run):
    run("import_records", table(row("1")))
    batch = ImportBatch.objects.get()
    call_command("undo_import", str(batch.pk), stdout=io.StringIO())
    assert not Contact.objects.exists()
    with pytest.raises(CommandError):
        call_command("undo_import", str(batch.pk))
    with pytest.raises(CommandError):
        call_command("undo_import", "999")
