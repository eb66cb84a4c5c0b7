"""What was edited, hidden or written by hand in the report of a year stands in the 年度推移 too."""
import datetime
from itertools import product

import pytest
from django.urls import reverse

from cases.models import District, Footnote, PublishedFigure
from reports.layout import build
from reports.public import public_copy
from reports.scope import scope_of
from reports.trend_grid import DISTRICTS
from reports.trends import TrendChoice, build_trend
from tests.factories import log_contact

pytestmark = pytest.mark.either


@pytest.fixture
def years(small, coordinator):
    """令和3年度 and 令和4年度 logged in 大沢; 「食事」 is new in 令和3年度."""
    for year, day in product((2020, 2021, 2022), (1, 2)):
        log_contact(small, coordinator, "topic:health", date=datetime.date(year, 4, day))
    return small


def trend(of="categories", codes=()):
    return build_trend(scope_of(2022, codes), TrendChoice("topic", 3, of)).trends[0]


def keep(small, supervisor, fiscal_year, **fields):
    return Footnote.objects.create(fiscal_year=fiscal_year, axis=small.axes["topic"], changed_by=supervisor, **fields)


def text_at(grid, label, place):
    """The notes behind a figure of a row; of a year, where there is no row."""
    row = next((each for each in grid.all_rows if each.label == label), None)
    marks = row.marks[place] if row else grid.years[place].mark
    return [note.text for note in grid.notes if note.mark in marks.replace("※", " ※").split()]


def test_an_edited_text_stands_in_place_of_the_codebooks(years, supervisor):
    before = text_at(trend(), "食事", 1)
    keep(years, supervisor, 2021, key="introduced-meal", text="食事の相談は令和3年度に始めました。", system_text=before[0])
    assert text_at(trend(), "食事", 1) == ["食事の相談は令和3年度に始めました。"] and len(before) == 1


def test_a_hidden_note_is_hidden_here(years, supervisor):
    keep(years, supervisor, 2021, key="introduced-meal", is_hidden=True, hidden_reason="見本")
    assert text_at(trend(), "食事", 1) == []


@pytest.mark.parametrize(("part", "place"), [("row", 2), ("count", 2), ("prior", 1)])
def test_a_note_by_hand_stands_at_the_figure_of_its_year(years, supervisor, part, place):
    keep(years, supervisor, 2022, part=part, category=years.categories["topic:health"], text="手で書いた注です。")
    found = [each for each in range(3) if "手で書いた注です。" in text_at(trend(), "健康・医療・介護", each)]
    assert found == [place]


def test_a_note_of_the_table_stands_at_its_year(years, supervisor):
    keep(years, supervisor, 2020, part="table", text="4月から数えています。")
    for of in ("categories", DISTRICTS):
        assert "4月から数えています。" in text_at(trend(of), None, 0)


def test_a_note_of_a_district_s_total_stands_at_the_district_and_one_of_months_and_percentages_nowhere(years, supervisor):
    keep(years, supervisor, 2022, part="count", district=years.districts["osawa"], text="大沢の注です。")
    keep(years, supervisor, 2022, part="monthly", category=years.categories["kind:case"], text="月の注です。")
    keep(years, supervisor, 2022, part="percent", category=years.categories["topic:health"], text="割合の注です。")
    grid = trend(DISTRICTS)
    assert text_at(grid, "大沢", 2) == ["大沢の注です。"] and text_at(grid, "連雀", 2) == []
    assert not {"月の注です。", "割合の注です。"} & {note.text for each in (grid, trend()) for note in each.notes}


@pytest.mark.parametrize(("count", "told"), [(1, "X"), (2, "2")])
def test_the_public_copy_leaves_small_figures_out_of_notes_too(years, supervisor, coordinator, count, told):
    keep(years, supervisor, 2022, part="table", text=f"うち{count}件は電話でした。")
    scope = scope_of(2022)
    copy = public_copy(build_trend(scope, TrendChoice("topic", 3)), scope, below=2)
    assert f"うち{told}件は電話でした。" in {note.text for note in copy.trends[0].notes}


def test_notes_are_numbered_as_the_table_is_read(years, supervisor):
    for fiscal_year, code, text in ((2022, "health", "上の行の新しい年です。"), (2021, "pr", "下の行の古い年です。")):
        keep(years, supervisor, fiscal_year, part="row", category=years.categories[f"topic:{code}"], text=text)
    keep(years, supervisor, 2022, part="table", text="見出しです。")
    told = [note.text for note in trend().notes if note.text.endswith("です。") and "年度" not in note.text]
    assert told == ["見出しです。", "上の行の新しい年です。", "下の行の古い年です。"]


@pytest.mark.parametrize("part", ["count", "prior"])
def test_a_note_of_one_district_names_it_at_the_sum_of_several_and_stands_alone_in_its_own_trend(years, supervisor, part):
    District.objects.update(starts_on=datetime.date(2020, 4, 1))
    keep(years, supervisor, 2022, part=part, category=years.categories["topic:health"], district=years.districts["osawa"], text="手で書いた注です。")
    place = 2 if part == "count" else 1
    assert text_at(trend(), "健康・医療・介護", place) == ["大沢の数：手で書いた注です。"]
    assert text_at(trend(codes=["osawa"]), "健康・医療・介護", place) == ["手で書いた注です。"]
    assert not any("手で書いた" in note.text for note in trend(codes=["renjaku"]).notes)


def test_a_note_of_the_sum_of_all_is_none_of_a_district_s(years, supervisor):
    keep(years, supervisor, 2022, part="count", text="全体の注です。")
    assert text_at(trend(), "合計", 2) == ["全体の注です。"]
    assert not any("全体の注" in note.text for note in trend(codes=["osawa"]).notes)


@pytest.fixture
def printed(years, publish):
    """令和2年度 published with a note at 健康・医療・介護 of 大沢 and one at the 合計 of all."""
    publish(("osawa", "topic", "health", 9), ("osawa", "topic", "", 9), ("", "topic", "", 9), year=2020)
    PublishedFigure.objects.filter(category__code="health").update(note="※1 電話を含みます。")
    PublishedFigure.objects.filter(district=None).update(note="全体には重複があります。")


def test_what_was_printed_with_published_figures_stands_at_them(printed):
    grid = trend()
    assert (text_at(grid, "健康・医療・介護", 0), text_at(grid, "合計", 0)) == (["電話を含みます。"], ["全体には重複があります。"])
    assert text_at(trend(DISTRICTS), "合計", 0) == ["全体には重複があります。"]


def test_a_printed_note_is_edited_and_hidden_with_that_of_its_year(printed, years, supervisor):
    kept = keep(years, supervisor, 2020, key="printed-health-osawa", text="電話とメールを含みます。", system_text="電話を含みます。")
    assert text_at(trend(), "健康・医療・介護", 0) == ["電話とメールを含みます。"]
    Footnote.objects.filter(pk=kept.pk).update(is_hidden=True, hidden_reason="見本")
    assert text_at(trend(), "健康・医療・介護", 0) == []


class TestPage:
    """注の編集 of a year lists what only a 年度推移 says, too."""

    @pytest.fixture
    def send(self, as_user, supervisor, years):
        client = as_user(supervisor)
        address = reverse("footnote_text", args=[2021, "topic", "trend-other-districts"])

        def post(**fields):
            version = client.get(address).context["form"].initial["version"]
            return client.post(address, {"version": version, "text": "連雀が加わりました。"} | fields)
        return post

    def test_it_is_listed_and_edited(self, send, client):
        page = client.get(reverse("footnote_list", args=[2021])).content.decode()
        assert "「大沢」から「大沢・連雀」に変わりました" in page and "年度推移の令和3年度" in page
        assert send().status_code == 302
        assert "連雀が加わりました。" in text_at(trend(), None, 1)
        assert client.get(reverse("footnote_list", args=[2021])).content.decode().count("連雀が加わりました。") > 1

    def test_it_is_hidden_with_a_reason_and_brought_back(self, send):
        assert send(is_hidden="on", hidden_reason="").status_code == 422
        assert send(is_hidden="on", hidden_reason="本文で説明").status_code == 302 and not trend().years[1].mark
        assert send(revert="1").status_code == 302 and "地区が「大沢」から" in trend().notes[0].text

    def test_the_report_of_the_year_does_not_take_it_for_its_own(self, send):
        send()
        report = build(scope_of(2021))
        assert not any("連雀が加わりました。" in each for each in (*report.warnings, *(note.text for note in report.table("topic").notes)))

    def test_of_an_edit_whose_note_is_gone_the_list_says_so(self, send, client):
        send()
        District.objects.update(starts_on=datetime.date(2020, 4, 1))
        assert "今の表にはありません" in client.get(reverse("footnote_list", args=[2021])).content.decode()

    def test_the_first_year_has_none_and_what_is_not_written_is_not_found(self, send, client):
        assert "年度推移の令和2年度" not in client.get(reverse("footnote_list", args=[2020])).content.decode()
        assert client.get(reverse("footnote_text", args=[2021, "topic", "trend-nothing"])).status_code == 404

    def test_the_trend_leads_there_who_may_edit(self, send, client, as_user, coordinator):
        address, link = reverse("report_trend", args=[2022]) + "?trend=topic", reverse("footnote_list", args=[2021])
        assert link in client.get(address).content.decode()
        assert link not in as_user(coordinator).get(address).content.decode()

    def test_an_edit_of_the_reports_note_on_unknown_districts_is_none_of_it(self, send, years, supervisor):
        before = trend().notes
        keep(years, supervisor, 2021, key="districts", text="件数の分からない地区があります。", system_text="別の文")
        assert trend().notes == before
