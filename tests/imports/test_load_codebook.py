"""load_codebook: any council's axes, categories and districts, all or nothing, changes shown and dated."""
import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from cases.models import Axis, Category, CodebookChange, District, Town
from cases.periods import format_date
from cases.services.codebook import load_codebook
from tests.imports.codebook_files import council, write_folder, write_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    """Write a codebook as CSV files and load it."""
    return lambda tables=None, **changes: load_codebook(write_folder(tmp_path, tables or council(**changes)))


def stored():
    return (list(Axis.objects.values()), list(Category.objects.values()), list(District.objects.values()),
            list(Axis.asked_for.through.objects.order_by("id").values_list("axis__code", "category__code")),
            list(Town.objects.order_by("id").values_list("district__code", "name")))


def test_another_council_loads_without_a_change_of_code(load):
    result = load()
    assert (result.read, result.created, result.problems) == (7, 7, [])
    worry = Axis.objects.get(code="worry")
    assert (worry.answer, worry.unit, worry.percent_base, worry.rounding) == ("multiple_main", "人", "records", "plain")
    assert [kind.code for kind in worry.asked_for.all()] == ["talk", "visit"]
    debt = Category.objects.get(code="debt")
    assert (debt.parent.code, debt.merged_into.code, debt.first_year, debt.last_year) == ("money", "money", 2019, 2022)
    talk = Category.objects.get(code="talk")
    assert (talk.names, talk.monthly) == (["個別相談", "talk", "相談", "面談"], True)
    assert str(District.objects.get().starts_on) == "2019-04-01"
    assert [town.name for town in Town.objects.all()] == ["若葉1丁目", "若葉3丁目", "若葉4丁目", "本町"]


def test_again_changes_nothing(load):
    load()
    before, history = stored(), CodebookChange.objects.count()
    result = load()
    assert (result.created, result.updated, result.unchanged, result.changes) == (0, 0, 7, [])
    assert (stored(), CodebookChange.objects.count()) == (before, history)


def test_a_workbook_and_cp932_say_the_same(load, tmp_path):
    load()
    workbook = load_codebook(write_workbook(tmp_path / "分類表.xlsx", council()))
    old_excel = load_codebook(write_folder(tmp_path, _without_wave_dash(), encoding="cp932"))
    assert (workbook.unchanged, workbook.problems, old_excel.unchanged, old_excel.problems) == (7, [], 7, [])


def _without_wave_dash():
    """CP932 has ～ (FF5E) where the file had 〜; what is stored must not change for it."""
    return council(地区=(1, "町丁目", "若葉1・3～4丁目、本町"))


def test_the_mitaka_codebook_loads():
    result = load_codebook(settings.FIXTURES / "mitaka")
    assert (result.problems, result.read) == ([], 70)
    renjaku = District.objects.get(code="renjaku")
    assert [town.name for town in renjaku.towns.all()][::4] == ["上連雀6丁目", "下連雀5丁目", "下連雀9丁目"]


def test_a_change_is_shown_and_kept_in_the_history(load):
    load()
    result = load(分類=(1, "名称", "個別の相談"))
    assert (result.updated, result.created, result.unchanged) == (1, 1, 6)
    assert result.changes[0] == "分類「個別相談」（kind:talk） 名称: 個別相談 → 個別の相談"
    assert {*result.changes} <= {each.text for each in CodebookChange.objects.all()}


def test_a_new_row_is_in_the_history_too(load):
    load()
    tables = council()
    tables["分類"].append(["worry", "home", "住まい", *[""] * 8, "3"])
    assert load(tables).changes == ["分類「住まい」（worry:home） を追加"]


def test_two_axes_may_swap_names(load):
    load()
    tables = council(軸=(1, "軸名", "困りごと"))
    tables["軸"][2][1] = "活動区分"
    assert load(tables).problems == []
    assert Axis.objects.get(code="worry").name == "活動区分"


def test_the_towns_follow_the_notation(load):
    load()
    load(地区=(1, "町丁目", "本町、緑町"))
    assert sorted(town.name for town in Town.objects.all()) == ["本町", "緑町"]


def test_what_the_file_does_not_have_is_kept_and_listed(load):
    load()
    tables = council()
    del tables["分類"][4]
    for row in tables["分類"]:
        del row[9]  # 別名
    result = load(tables)
    assert result.not_in_file == ["分類「借金」（worry:debt）"]
    assert (result.updated, Category.objects.count()) == (0, 4)
    assert Category.objects.get(code="talk").aliases == "相談;面談"


def test_the_command_prints_what_it_did(tmp_path, capsys):
    folder = write_folder(tmp_path, council())
    call_command("load_codebook", folder)
    call_command("load_codebook", folder, "--json")
    words, summary = capsys.readouterr().out.splitlines()[-2:]
    assert words == "分類表: 読み込み7行、追加7行、変更0行、変更なし0行"
    assert json.loads(summary) == {"read": 7, "created": 0, "unchanged": 7, "updated": 0, "errors": [], "batch": "",
                                   "changes": [], "not_in_file": []}


def test_the_command_shows_a_change_with_its_date(tmp_path, capsys):
    call_command("load_codebook", write_folder(tmp_path, council()))
    call_command("load_codebook", write_folder(tmp_path, council(分類=(1, "注記", "電話も含む"))))
    today = format_date(timezone.localdate())
    assert f"{today} 分類「個別相談」（kind:talk） 注記: （空欄） → 電話も含む" in capsys.readouterr().out


def test_the_command_fails_with_row_column_value_and_reason(tmp_path, capsys):
    folder = write_folder(tmp_path, council(軸=(2, "回答", "いくつでも")))
    with pytest.raises(SystemExit) as ended:
        call_command("load_codebook", folder, "--json")
    output = capsys.readouterr()
    error = json.loads(output.out)["errors"][0]
    assert ended.value.code == 1
    assert error | {"reason": ""} == {"row": 3, "column": "回答", "value": "いくつでも", "reason": "", "sheet": "axes.csv"}
    assert "axes.csv 3行目 「回答」（値: いくつでも）: 「単一」「複数」「複数＋主」のどれかにしてください。" in output.err
