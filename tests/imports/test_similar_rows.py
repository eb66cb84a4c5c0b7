"""A row without 記録番号 that is probably a stored record, changed: asked about, never silently doubled or dropped."""
import pytest
from django.urls import reverse

from cases.models import Contact, Household
from cases.services.deletion import delete_record
from cases.services.imports import Source, plan_import, undo_import

from .record_files import as_csv, counts, load_rows, plan, row, table
from .test_import_pages import decide, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.either]
HERE = {"世帯番号": "S1", "担当者": "osawa"}


@pytest.fixture
def one(small, coordinator):
    """One call, imported from a file without numbers."""
    load_rows(row("", **HERE, 記録="見本の記録", 時刻="9:00"))


def similar(*rows: dict) -> list[list[str]]:
    """The headings in which each similar row differs."""
    found = plan(as_csv(table(*rows)))
    return [found.names(keys) for _, _, keys in found.matches.similar]


@pytest.mark.parametrize(("changed", "differ"), [
    ({"記録": "直した記録"}, ["記録"]),
    ({"記録": "直した記録", "対応方法": "訪問", "相談内容": "食事", "時刻": "9:00"}, ["記録", "対応方法", "相談内容"]),
    ({"地区": "連雀"}, ["地区"]), ({"世帯番号": "S2"}, ["世帯番号"]), ({"担当者": ""}, ["担当者"]), ({"時刻": "10:00"}, ["時刻"])])
def test_one_heading_or_the_same_work_of_the_same_day_is_similar(one, changed, differ):
    assert similar(row("", **HERE | {"記録": "見本の記録", "時刻": "9:00"} | changed)) == [differ]


@pytest.mark.parametrize("other", [{"日付": "2021-04-06"}, {"時刻": "13:00", "記録": "別の電話"}, {"担当者": "", "記録": "別の人"},
                                   {"世帯番号": "S2", "記録": "別の世帯"}, {"対応実績": "研修", "記録": "研修"}])
def test_what_is_more_than_that_is_new(one, other):
    assert similar(row("", **HERE | {"記録": "見本の記録", "時刻": "9:00"} | other)) == []


def test_another_date_counts_where_the_file_repeats_that_month(one):
    load_rows(row("", "2021-04-20", 記録="二"))
    moved = row("", "2021-04-06", **HERE, 記録="見本の記録", 時刻="9:00")
    assert similar(moved) == [] and similar(row("", "2021-04-20", 記録="二"), moved) == [["日付"]]


def test_a_file_that_repeats_the_record_and_adds_an_equal_or_another_call_asks_nothing(one):
    same = row("", **HERE, 記録="見本の記録", 時刻="9:00")
    assert similar(same, same) == similar(same, same | {"記録": "二度目の電話"}) == []
    assert counts(plan(as_csv(table(same, same)))) == (1, 0, 1, 0)


def test_each_record_is_similar_to_one_row_and_the_nearest_comes_first(one):
    load_rows(row("", **HERE, 記録="二つ目", 対応方法="訪問"))
    found = plan(as_csv(table(row("", **HERE, 記録="二つ目を直した", 対応方法="訪問"), row("", **HERE, 記録="見本の記録", 対応方法="訪問", 時刻="9:00"),
                              row("", **HERE, 記録="三つ目"))))
    assert [(draft.row, record.content["text"]) for draft, record, _ in found.matches.similar] == [(2, "二つ目"), (3, "見本の記録")]
    assert found.created == 1


@pytest.mark.parametrize(("answer", "texts", "declined"), [
    ("update", ["直した"], 0), ("add", ["直した", "見本の記録"], 0), ("keep", ["見本の記録"], 1)])
def test_it_becomes_what_was_chosen_and_is_taken_back(one, as_user, admin, answer, texts, declined):
    site = as_user(admin)
    batch = uploaded(site, row("", **HERE, 記録="直した", 時刻="9:00"), row("", "2021-05-01", 記録="新しい"))
    page = site.get(reverse("import_detail", args=[batch.pk])).content.decode()
    assert "似た記録がある行" in page and "番号なし" in page and "別の記録として加える" in page
    assert decide(site, "commit", batch).status_code == 422 and Contact.objects.count() == 1
    decide(site, "commit", batch, similar=answer)
    assert sorted(Contact.objects.values_list("text", flat=True)) == sorted(["新しい", *texts])
    batch.refresh_from_db()
    assert batch.summary.get("declined", 0) == declined
    undo_import(batch=batch)
    assert Contact.objects.get().text == "見本の記録"


@pytest.mark.parametrize(("answer", "texts"), [("add", ["直した", "見本の記録"]), ("update", ["直した"]), ("keep", ["見本の記録"])])
def test_a_command_adds_it_with_a_warning_unless_told_otherwise(one, answer, texts):
    found, _ = load_rows(row("", **HERE, 記録="直した"), similar=answer)
    assert sorted(Contact.objects.values_list("text", flat=True)) == texts
    warned = [each for each in found.reading.warnings if "似た行" in each.reason]
    assert [(each.row, each.reason[-7:]) for each in warned] == ([(2, "違い: 時刻、記録）。"[-7:])] if answer == "add" else [])


def test_a_restricted_record_is_similar_to_nothing_for_who_may_not_see_it(one, admin):
    Household.everything.update(is_restricted=True)
    content = as_csv(table(row("", **HERE, 記録="直した", 時刻="9:00")))
    found = plan_import(source=Source("records", "x.csv", content), by=admin)
    assert (found.similar, found.created) == (0, 1)


def test_a_deleted_record_is_similar_to_nothing(one, admin):
    delete_record(record=(contact := Contact.objects.get()), version=contact.version, by=admin, reason="誤入力")
    assert similar(row("", **HERE, 記録="直した", 時刻="9:00")) == []


def test_every_changed_row_can_be_chosen_page_by_page(small, as_user, admin, monkeypatch):
    monkeypatch.setattr("cases.views.imports.PAGE_SIZE", 2)
    site = as_user(admin)
    load_rows(*[row(str(n), 記録="前") for n in range(5)])
    batch = uploaded(site, *[row(str(n), 記録="後") for n in range(5)])
    url, seen = reverse("import_commit", args=[batch.pk]), []
    page = site.get(reverse("import_detail", args=[batch.pk]))
    for number in ("2", "3"):
        seen += [each["key"] for each in page.context["differences"]]
        page = site.post(url, {"version": page.context["version"], "chosen": page.context["chosen"], "page": number,
                               f"answer-{seen[-1]}": "update"})
    seen += [each["key"] for each in page.context["differences"]]
    assert len(set(seen)) == 5 and not Contact.objects.filter(text="後").exists()
    site.post(url, {"version": page.context["version"], "chosen": page.context["chosen"], "changes": "keep"})
    assert sorted(Contact.objects.filter(text="後").values_list("record_number", flat=True)) == ["1", "3"]


@pytest.mark.parametrize(("before", "after", "asked"), [
    ("訪問", "訪問（不在）。手紙を置く", [["記録"]]), ("訪問（不在）。手紙を置く", "訪問", [["記録"]]), ("訪問", "電話で家賃の相談", []), ("", "訪問", [])])
def test_a_text_that_goes_on_is_asked_about_where_nothing_else_tells_the_call(small, before, after, asked):
    load_rows(row("", 記録=before))
    assert similar(row("", 記録=after)) == asked and similar(row("", 記録=after, 対応方法="訪問")) == []
