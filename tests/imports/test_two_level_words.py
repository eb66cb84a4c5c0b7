"""Categories of the second level as files write them: with the one above before them, or alone where that tells them."""
import pytest

from cases.imports.figures import read_figures
from cases.imports.sheets import Sheet
from cases.models import Category, EarlierLabel, ImportChoice
from tests.imports.record_files import as_csv, plan, row, table
from tests.imports.test_mapping import asked

pytestmark = pytest.mark.either


@pytest.fixture
def levels(small):
    """暮らし with お金 and その他; 健康・医療・介護 has a その他, too."""
    axis = small.axes["topic"]
    life = Category.objects.create(axis=axis, code="life", label="暮らし", order=10)
    for code, label, parent in (("money", "お金", life), ("life-other", "その他", life), ("health-other", "その他", small.categories["topic:health"])):
        small.categories[f"topic:{code}"] = Category.objects.create(axis=axis, code=code, label=label, parent=parent, order=11)
    return small


def read(word):
    """The code that a word of 相談内容 stands for, or why it stands for none."""
    reading = plan(as_csv(table(row(相談内容=word)))).reading
    return [each.code for each in reading.drafts[0].chosen["topic"]] if not reading.errors else reading.errors[0].reason


@pytest.mark.parametrize("word", ["暮らし／お金", "暮らし/お金", "暮らし・お金", "暮らし-お金", "暮らし － お金", "暮らし > お金", "暮らし＞お金", "お金", "life/money"])
def test_a_child_is_found(levels, word):
    assert read(word) == ["money"]


def test_several_in_one_cell_and_a_parent_alone(levels):
    assert read("暮らし／お金、食事") == ["money", "meal"] and read("暮らし") == ["life"]


def test_a_label_of_its_own_is_not_read_as_two_levels(levels):
    Category.objects.create(axis=levels.axes["topic"], code="own", label="暮らし・お金", order=12)
    assert read("暮らし・お金") == ["own"] and read("暮らし／お金") == ["money"]


def test_an_earlier_name_of_the_parent_is_understood(levels):
    EarlierLabel.objects.create(category=Category.objects.get(code="life"), label="生活", last_year=2020)
    assert read("生活／お金") == ["money"]


def test_what_two_are_called_is_asked_with_both_named(levels):
    assert read("その他") == ("「その他」は、相談内容の「暮らし／その他」と「健康・医療・介護／その他」のどれか分かりません。"
                         "「親の名称／名称」か分類コードで書いてください。")
    question = asked(as_csv(table(row(相談内容="その他"))))["その他"]
    assert question.near[:2] == [("life-other", "暮らし／その他"), ("health-other", "健康・医療・介護／その他")]
    assert read("暮らし／その他") == ["life-other"] and read("health-other") == ["health-other"]


def test_the_answer_is_remembered(levels):
    ImportChoice.objects.create(scope="axis:topic", said="その他", target="health-other")
    reading = plan(as_csv(table(row(相談内容="その他"))), uses_choices=True).reading
    assert [each.code for each in reading.drafts[0].chosen["topic"]] == ["health-other"] and reading.choices.used


def test_the_name_of_the_year_goes_before_one_of_other_years(small):
    EarlierLabel.objects.create(category=small.categories["topic:health"], label="食事", last_year=2015)
    assert read("食事") == ["meal"]


def test_printed_tables_say_it_the_same_way(levels):
    found = read_figures([Sheet("表", [["令和3年度"], ["相談内容内訳"], ["", "大沢"], ["暮らし／お金", 4], ["健康・医療・介護", 5]])])
    assert not found.errors and [each.label["category"] for each in found.drafts] == ["お金", "健康・医療・介護"]
