"""Several categories in one cell, however an office parts them: none is lost, and no label is cut."""
import pytest

from cases.imports.cells import Value
from cases.imports.several_values import values_of
from cases.models import Category

from .record_files import as_csv, plan, row, table
from .test_mapping import asked

KNOWN = {"生活", "健康", "健康・医療・介護", "家賃・公共料金", "その他", "○印の会"}


def labels(cell: str) -> list[str]:
    return [value.label for value in values_of(cell, (), KNOWN.__contains__)]


@pytest.mark.parametrize(("cell", "found"), [
    ("生活・健康", ["生活", "健康"]), ("生活／健康", ["生活", "健康"]), ("生活,健康/その他", ["生活", "健康", "その他"]),
    ("健康・医療・介護", ["健康・医療・介護"]), ("家賃・公共料金・健康・医療・介護", ["家賃・公共料金", "健康・医療・介護"]),
    ("生活・不明な語", ["生活・不明な語"]), ("○生活\n●健康", ["生活", "健康"]), ("○印の会", ["○印の会"]), ("○", ["○"]),
    ("○不明な語", ["不明な語"]), ("・".join(["その他"] * 30), ["・".join(["その他"] * 30)])])
def test_a_word_is_parted_only_where_every_part_is_known(cell, found):
    assert labels(cell) == found


def test_the_main_one_keeps_its_mark():
    assert values_of("◎生活・健康", (), KNOWN.__contains__) == [Value("生活", True), Value("健康", False)]
    assert values_of("○生活・◎健康", (), KNOWN.__contains__) == [Value("生活", False), Value("健康", True)]


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["食事，健康・医療・介護", "食事・健康・医療・介護", "○食事\n○健康・医療・介護", "食事／健康・医療・介護"])
def test_in_a_file_of_records(small, said):
    found = plan(as_csv(table(row("1", 相談内容=said))))
    assert found.reading.errors == []
    assert sorted(each.label for each in found.matches.new[0].chosen["topic"]) == ["健康・医療・介護", "食事"]


@pytest.mark.django_db
def test_people_are_parted_likewise(small, coordinator, admin):
    found = plan(as_csv(table(row("1", 担当者=f"{coordinator.name}・{admin.name}"), row("2", 担当者=f"{coordinator.name}・見知らぬ人"))))
    assert [each.pk for each in found.matches.new[0].coordinators] == [coordinator.pk, admin.pk]
    assert [(each.row, each.value) for each in found.reading.errors] == [(3, f"{coordinator.name}・見知らぬ人")]


@pytest.mark.django_db
def test_a_category_above_the_other_is_no_second_one(small):
    Category.objects.create(axis=small.axes["topic"], code="shop", label="買物", parent=small.categories["topic:meal"], order=90)
    assert asked(as_csv(table(row("1", 相談内容="食事（買物）"))))["食事（買物）"].why == ""


@pytest.mark.django_db
def test_of_a_word_that_holds_two_categories_it_is_said_that_a_choice_loses_one(small):
    question = asked(as_csv(table(row("1", 相談内容="食事と健康・医療・介護"))))["食事と健康・医療・介護"]
    assert "「健康・医療・介護」" in question.why and "「食事」" in question.why and "「；」で区切って" in question.why
    assert asked(as_csv(table(row("1", 相談内容="食事の相談"))))["食事の相談"].why == ""
