"""An import is taken back whole, or not at all."""
import pytest
from django.db import connection
from django.urls import reverse

from cases.imports.problems import ImportRefused
from cases.imports.storing import is_storing
from cases.models import Case, Contact, ContactCategory, Household, ImportBatch, Member, PublishedFigure, Tie
from cases.services import imports
from cases.services.imports import undo_import

from .record_files import counts, load_figures, load_rows, row
from .test_import_pages import decide

pytestmark = pytest.mark.django_db
TABLES = (Contact, ContactCategory, Contact.coordinators.through, Case, Household)


def sizes() -> list[int]:
    return [each.objects.count() for each in TABLES]


def test_undo_restores_the_counts(small, coordinator):
    load_rows(row("1", 世帯番号="S1", 担当者="osawa"))
    before = sizes()
    _, batch = load_rows(row("2", 世帯番号="S1"), row("3", 世帯番号="S2", 担当者="osawa", 相談内容="食事"))
    undo_import(batch=batch)
    assert sizes() == before
    assert ImportBatch.objects.get(pk=batch.pk).state == "undone"
    assert "fingerprints" not in ImportBatch.objects.get(pk=batch.pk).summary
    assert counts(load_rows(row("3", 世帯番号="S2", 担当者="osawa", 相談内容="食事"))[0]) == (1, 0, 0, 0)


def others_are_told() -> bool:
    if connection.vendor == "postgresql":  # which looks once in a transaction, and the others are not in this one
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
    return is_storing()


def test_others_are_told_why_they_wait_meanwhile(small, monkeypatch):
    _, batch = load_rows(row("1"))
    seen = []
    monkeypatch.setitem(imports._UNDO, batch.subject, lambda batch: seen.append(others_are_told()))
    undo_import(batch=batch)
    assert seen == [True] and not others_are_told()


@pytest.mark.parametrize(("many", "told"), [(0, True), (1, False)])
def test_taking_many_rows_back_is_said_to_take_long(small, as_user, admin, settings, many, told):
    settings.DIRECT_ROWS = many
    _, batch = load_rows(row("1"))
    assert ("画面とは別に作業します" in as_user(admin).get(reverse("import_detail", args=[batch.pk])).content.decode()) == told


def test_undo_restores_what_an_update_replaced(small, coordinator):
    load_rows(row("1", 時刻="10:30", 世帯番号="S1", 担当者="osawa", 対応内訳="◎傾聴;情報提供", 記録="前"))
    contact = Contact.objects.values().get()
    codings = list(ContactCategory.objects.order_by("category").values("category", "is_main", "fiscal_year"))
    _, batch = load_rows(row("1", "2022-04-01", 世帯番号="S2", 記録="後"))
    undo_import(batch=batch)
    after = Contact.objects.values().get()
    assert {**after, "updated_at": 0} == {**contact, "updated_at": 0}
    assert list(ContactCategory.objects.order_by("category").values("category", "is_main", "fiscal_year")) == codings
    assert Contact.objects.get().coordinators.count() == 1
    assert list(Household.objects.values_list("number", flat=True)) == ["S1"]


def test_imports_come_back_newest_first(small):
    _, first = load_rows(row("1"))
    _, second = load_rows(row("1", 記録="後"))
    with pytest.raises(ImportRefused):
        undo_import(batch=first)
    undo_import(batch=second)
    undo_import(batch=first)
    assert not Contact.objects.exists()


def refused(batch: ImportBatch) -> None:
    before = sizes()
    with pytest.raises(ImportRefused):
        undo_import(batch=batch)
    assert sizes() == before
    assert ImportBatch.objects.get(pk=batch.pk).state == "committed"


def test_refused_when_a_record_was_edited(small):
    _, batch = load_rows(row("1"), row("2"))
    Contact.objects.filter(record_number="2").update(version=2)
    refused(batch)


def test_refused_when_a_case_is_used_since(small):
    _, batch = load_rows(row("1", 世帯番号="S1"))
    load_rows(row("2", 世帯番号="S1"))
    refused(batch)


def test_refused_when_a_household_is_used_since(small):
    _, batch = load_rows(row("1", 世帯番号="S1"))
    Member.objects.create(household=Household.objects.get(), family_name="見本")
    refused(batch)


def test_refused_when_a_household_has_a_tie_since(small):
    _, batch = load_rows(row("1", 世帯番号="S1"))
    Tie.objects.create(household=Household.objects.get(), name="近所の人")
    refused(batch)


def test_refused_twice(small):
    _, batch = load_rows(row("1"))
    undo_import(batch=batch)
    with pytest.raises(ImportRefused):
        undo_import(batch=batch)


def test_figures_return_to_what_they_were(small):
    load_figures(("R2", "大沢", "相談内容", "合計", "", "1,080"))
    _, batch = load_figures(("R2", "大沢", "相談内容", "合計", "", "1,081"), ("R2", "全体", "相談内容", "合計", "", "※"))
    undo_import(batch=batch)
    assert list(PublishedFigure.objects.values_list("value", flat=True)) == [1080]


def first_of(batch: ImportBatch) -> list[ImportBatch]:
    with pytest.raises(ImportRefused) as refusal:
        undo_import(batch=batch)
    assert all(f"取込番号{each.pk}「{each.file_name}」" in str(refusal.value) for each in refusal.value.first)
    return refusal.value.first


def undone_in_order(batch: ImportBatch) -> None:
    for each in [*first_of(batch), batch]:
        undo_import(batch=each)


def test_the_imports_to_take_back_first_are_named_in_their_order(small):
    batches = [load_rows(row("1", 記録=text), row("2"))[1] for text in "一二三"]
    other = load_rows(row("9"))[1]
    assert first_of(batches[0]) == [batches[2], batches[1]] and first_of(batches[1]) == [batches[2]]
    undone_in_order(batches[0])
    assert Contact.objects.get().batch == other


def test_so_are_those_of_figures(small):
    cells = [("R2", "大沢", "相談内容", "合計", "", "1"), ("R2", "大沢", "相談内容", "事業PR", "", "1")]
    batches = [load_figures(*cells)[1], *(load_figures((*cells[0][:5], value))[1] for value in "23"), load_figures((*cells[1][:5], "9"))[1]]
    assert first_of(batches[0]) == [batches[3], batches[2], batches[1]] and first_of(batches[1]) == [batches[2]]
    undone_in_order(batches[0])
    assert not PublishedFigure.objects.exists()


def test_so_is_one_that_uses_its_case_or_its_household(small):
    first = load_rows(row("1", 世帯番号="S1", ケース番号="C1"))[1]
    second = load_rows(row("2", 世帯番号="S1", ケース番号="C1"))[1]
    third = load_rows(row("3", 世帯番号="S1", ケース番号="C2"))[1]
    assert first_of(first) == [second]
    undo_import(batch=second)
    assert first_of(first) == [third]
    undone_in_order(first)


def test_who_edited_a_record_by_hand_is_no_import(small):
    _, batch = load_rows(row("1"), row("2"))
    load_rows(row("3"))
    Contact.objects.filter(record_number="2").update(version=2)
    assert list(first_of(batch)) == []


def test_the_page_leads_to_them(small, as_user, admin):
    first, second = (load_rows(row("1", 記録=text))[1] for text in "前後")
    ImportBatch.objects.filter(pk=second.pk).update(file_name="<b>後</b>.csv")
    page = decide(as_user(admin), "undo", first, follow=True, confirmed="on").content.decode()
    assert f'<a href="{reverse("import_detail", args=[second.pk])}">取込番号{second.pk}「&lt;b&gt;後&lt;/b&gt;.csv」</a>' in page
