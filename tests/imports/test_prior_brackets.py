"""Last year's figures in brackets do not displace what is counted: the page asks, and says what would become －."""
import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from cases.models import ImportBatch, PublishedFigure
from tests.factories import log_contact
from tests.imports.record_files import as_csv

pytestmark = pytest.mark.django_db
PRINTED = [["令和4年度 対応実績"], ["", "大沢（前年度）", "連雀（前年度）", "合計"],
           ["新規相談", "11（94）", "5（75）", "16（169）"], ["合計", "11（94）", "5（75）", "16（169）"]]


@pytest.fixture
def logged(small, coordinator):
    """Records of R3 in 大沢 alone."""
    log_contact(small, coordinator, "kind:new", "target:elderly", date=datetime.date(2021, 5, 1))
    log_contact(small, coordinator, "kind:case", "target:elderly", date=datetime.date(2021, 6, 1))


@pytest.fixture
def preview(logged, as_user, admin):
    """The preview of the printed table of R4, and how to press its button."""
    site = as_user(admin)
    site.post(reverse("import_new"), {"subject": "figures", "file": SimpleUploadedFile("f.csv", as_csv(PRINTED))})
    batch = ImportBatch.objects.get()

    def press(**fields):
        version = site.get(reverse("import_detail", args=[batch.pk])).context["version"]
        return site.post(reverse("import_commit", args=[batch.pk]), {"version": version} | fields, follow=True)
    return site.get(reverse("import_detail", args=[batch.pk])), press


def bracketed():
    """The figures of R3 that came in, by district."""
    found = PublishedFigure.objects.filter(fiscal_year=2021).select_related("district")
    return {each.district.name if each.district else "全体" for each in found}


def test_without_a_choice_counted_districts_keep_their_figures(preview):
    shown, press = preview
    words = shown.content.decode()
    assert "前年度（令和3年度）の数が6個あります。そのうち4個は" in words and "令和3年度　大沢：対応実績" in words
    before = next(each for each in shown.context["effect"] if each["label"] == "令和3年度")
    assert all(row["cells"][0][0] == row["cells"][0][1] for table in before["tables"] for row in table["rows"]
               if table["columns"][0] == "大沢")
    done = press().content.decode()
    assert "取り込まなかった前年度の数" in done and bracketed() == {"連雀"}
    assert PublishedFigure.objects.filter(fiscal_year=2022).count() == 6


def test_all_or_none_of_them_may_be_chosen(preview):
    preview[1](priors="all")
    assert bracketed() == {"大沢", "連雀", "全体"}


def test_none_of_them(preview):
    preview[1](priors="none")
    assert not bracketed() and PublishedFigure.objects.count() == 6


def test_another_choice_shows_its_effect_before_anything_is_imported(preview):
    again = preview[1](priors="all", page="1")
    year = next(each for each in again.context["effect"] if each["label"] == "令和3年度")
    lost = dict(year["lost"])
    assert year["lost_count"] == sum(lost.values()) and lost["対応実績内訳"]
    assert not any(each["lost_count"] for each in again.context["effect"] if each["label"] == "令和4年度")  # nothing was counted
    assert f"件数の出ている{year['lost_count']}個の欄が「－」になります" in again.content.decode()
    assert 'value="all" ' in again.content.decode() and not PublishedFigure.objects.exists()


def test_a_year_without_records_takes_all_in(small, as_user, admin):
    site = as_user(admin)
    site.post(reverse("import_new"), {"subject": "figures", "file": SimpleUploadedFile("f.csv", as_csv(PRINTED))})
    words = site.get(reverse("import_detail", args=[ImportBatch.objects.get().pk])).content.decode()
    assert "数えている件数には重なりません" in words


def test_a_year_printed_as_its_own_table_too_is_no_bracket(logged, tmp_path):
    file = tmp_path / "f.csv"
    file.write_bytes(as_csv([*PRINTED, [], ["令和3年度 対応実績"], ["", "大沢", "連雀"], ["新規相談", "94", "75"], ["合計", "94", "75"]]))
    call_command("import_figures", str(file))
    assert bracketed() == {"大沢", "連雀"}


def test_the_command_takes_the_same_choice_and_says_what_it_left(logged, tmp_path, capsys):
    file = tmp_path / "f.csv"
    file.write_bytes(as_csv(PRINTED))
    call_command("import_figures", str(file))
    assert "前年度の数4個は、取り込みません" in capsys.readouterr().err and bracketed() == {"連雀"}
    call_command("import_figures", str(file), priors="all")
    assert bracketed() == {"大沢", "連雀", "全体"}


NEW_DISTRICT = [["令和3年度 対応実績"], ["", "連雀（前年度）", "合計"], ["新規相談", "75（70）", "75"], ["合計", "75（70）", "75"]]


def test_figures_of_a_year_before_a_district_are_left_out_on_the_page_where_that_is_chosen(small, as_user, admin):
    site = as_user(admin)
    site.post(reverse("import_new"), {"subject": "figures", "file": SimpleUploadedFile("f.csv", as_csv(NEW_DISTRICT))})
    batch = ImportBatch.objects.get()
    page = site.get(reverse("import_detail", args=[batch.pk]))
    words = page.content.decode()
    assert "令和2年度には地区としてありません" in words and "前年度の数を取り込まないで、もう一度確かめる" in words
    sent = {"version": page.context["version"], "priors": "none"}
    assert site.post(reverse("import_commit", args=[batch.pk]), sent).status_code == 409 and not PublishedFigure.objects.exists()
    page = site.post(reverse("import_commit", args=[batch.pk]), sent | {"page": "1"})
    assert not page.context["errors"] and '<input type="hidden" name="priors" value="none">' in page.content.decode()
    site.post(reverse("import_commit", args=[batch.pk]), {"version": page.context["version"], "priors": "none"})
    assert set(PublishedFigure.objects.values_list("fiscal_year", "value")) == {(2021, 75)}


def test_the_command_leaves_them_out_likewise(small, tmp_path):
    file = tmp_path / "f.csv"
    file.write_bytes(as_csv(NEW_DISTRICT))
    with pytest.raises(CommandError, match="誤り"):
        call_command("import_figures", str(file))
    call_command("import_figures", str(file), priors="none", dry_run=True)
    assert not PublishedFigure.objects.exists()
    call_command("import_figures", str(file), priors="none")
    assert PublishedFigure.objects.count() == 4
