"""Of a file of published figures what is right can come in alone: rows of the long form, whole printed tables. The rest is had as a file."""
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cases.models import ImportBatch, PublishedFigure
from cases.services.imports import Source
from tests.messy.workbooks import Page, as_xlsx

from .record_files import FIGURE_HEADINGS, as_csv
from .test_import_pages import decide, upload

pytestmark = [pytest.mark.django_db, pytest.mark.either]
TOPIC = ("令和2年度", "大沢", "相談内容")
LONG = [FIGURE_HEADINGS, (*TOPIC, "健康・医療・介護", "", "9"), (*TOPIC, "住まい・道路", "", "四"), (*TOPIC, "合計", "", "13")]
RIGHT = [["令和2年度 相談内容"], ["", "大沢"], ["健康・医療・介護", "9"], ["住まい・道路", "4"], ["合計", "13"], []]
WRONG = [["（２）相談者"], ["", "大沢"], ["市民（本人）", "5 ※1"], ["知らない項目", "3"], ["合計", "8"], ["※1 電話を含みます。"], []]
WRITERS = [as_csv, lambda lines: as_xlsx([Page("公表値", [list(line) for line in lines])])]


@pytest.fixture
def site(as_user, admin, small):
    return as_user(admin)


def imported(site, content):
    upload(site, content, "figures", "figures.csv")
    batch = ImportBatch.objects.latest("pk")
    page = site.get(reverse("import_detail", args=[batch.pk])).content.decode()
    decide(site, "commit", batch, skip_errors="on")
    return batch, page


def left(site, batch) -> list[list]:
    content = site.get(reverse("import_rejected", args=[batch.pk])).content
    return [list(line) for line in Source("figures", "x", content).sheets()[0].rows]


def stored() -> dict:
    return {(each.axis.code, each.category.code if each.category else ""): each.value
            for each in PublishedFigure.objects.select_related("axis", "category")}


@pytest.mark.parametrize("write", WRITERS)
def test_rows_of_the_long_form(site, write):
    batch, page = imported(site, write(LONG))
    assert "誤りのない行だけを取り込む" in page and stored() == {("topic", "health"): 9, ("topic", ""): 13}
    heading, row = left(site, batch)
    assert row[:6] == [*TOPIC, "住まい・道路", "", "四"] and "件数" in row[-1] and f"取込み{batch.pk}の残り" in heading[-1]
    upload(site, write([heading, [*row[:5], "4", *row[6:]]]), "figures", "x.csv")
    decide(site, "commit", ImportBatch.objects.get(state="preview"))
    assert stored() == {("topic", "health"): 9, ("topic", "housing"): 4, ("topic", ""): 13}


@pytest.mark.parametrize("write", WRITERS)
def test_a_printed_table_with_an_error_stays_out_whole_and_comes_back_put_right(site, write):
    batch, page = imported(site, write([*RIGHT, *WRONG]))
    assert "誤りのない行・表だけを取り込む" in page and "この表は全部を残します" in page
    assert stored() == {("topic", "health"): 9, ("topic", "housing"): 4, ("topic", ""): 13}
    lines = left(site, batch)
    assert "知らない項目" in "".join(map(str, sum(lines, []))) and not any("健康・医療・介護" in line for line in lines)
    upload(site, write([["市民（家族）" if cell == "知らない項目" else cell for cell in line] for line in lines]), "figures", "x.csv")
    decide(site, "commit", ImportBatch.objects.get(state="preview"))
    assert {key: value for key, value in stored().items() if key[0] == "consulter"} == {
        ("consulter", "self"): 5, ("consulter", "family"): 3, ("consulter", ""): 8}
    assert PublishedFigure.objects.get(category__code="self").note == "※1 電話を含みます。"
    assert set(PublishedFigure.objects.values_list("fiscal_year", flat=True)) == {2020}  # told by the table above it only


def test_a_table_of_an_unknown_axis_does_not_keep_the_others_out(site):
    batch, _ = imported(site, as_csv([*RIGHT, ["知らない表"], ["", "大沢"], ["何か", "3"], ["何か別", "3"]]))
    assert ImportBatch.objects.get(pk=batch.pk).state == "committed" and len(stored()) == 3


def test_merged_headings_come_back_merged(site):
    page = Page("公表値", [*RIGHT, ["令和3年度 相談内容"], ["", "大沢", "", "連雀", ""], ["", "件数", "前年度", "件数", "割合"],
                          ["知らない項目", 3, 1, 2, "40%"], ["住まい・道路", 2, 4, 3, "60%"]],
                [(7, 1, 7, 2), (7, 3, 7, 4)])
    batch, _ = imported(site, as_xlsx([page]))
    sheet, = Source("figures", "x", site.get(reverse("import_rejected", args=[batch.pk])).content).sheets()
    assert sheet.rows[2][1] == "大沢" and sheet.merges == {(2, 1): 2, (2, 3): 4}


def test_nothing_comes_in_where_every_table_has_an_error(site):
    upload(site, as_csv([["令和2年度"], *WRONG]), "figures", "x.csv")
    page = site.get(reverse("import_detail", args=[ImportBatch.objects.get().pk])).content.decode()
    assert "取り込めません" in page and 'id="commit"' not in page


def test_the_command_leaves_out_when_asked_and_ends_with_an_error(small, tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes(as_csv(LONG))
    with pytest.raises(CommandError, match="何も取り込んでいません"):
        call_command("import_figures", file)
    assert stored() == {}
    with pytest.raises(CommandError, match="除"):
        call_command("import_figures", file, "--skip-errors")
    assert len(stored()) == 2
