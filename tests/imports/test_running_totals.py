"""Running totals (累計) of a list with a sheet for each month are held against all sheets up to their own."""
import pytest

from cases.models import Contact
from tests.imports.record_files import as_csv, as_xlsx, load, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def sheet(month, *minutes, **totals):
    """A month's contacts of so many minutes, and totals rows by their label."""
    days = [row(f"{month}-{number}", f"{month}/{number}", 所要分=str(each)) for number, each in enumerate(minutes, 1)]
    return table(*days, *({"日付": label, "所要分": printed} for label, printed in totals.items()))


def told(year=2021, **sheets):
    plan, _ = load(as_xlsx(**sheets), "r.xlsx", fiscal_year=year)
    assert not plan.reading.errors, plan.reading.errors
    return [(each.sheet, each.row, each.column, each.value, each.reason) for each in plan.reading.warnings]


@pytest.mark.parametrize("label", ["累計", "累　計", "4月からの累計", "４月からの累計", "4月から6月までの累計", "6月までの累計", "6月末累計", "年度累計", "年計", "年度計", "通算"])
def test_one_that_is_right_says_nothing_whatever_the_order_of_sheets(small, label):
    sheets = {"5月": sheet(5, 20, 合計=20, 累計=50), "6月": sheet(6, 40, 5, 月計=45, **{label: 95}), "4月": sheet(4, 30, 合計=30, 累計="30")}
    assert told(**sheets) == [] and Contact.objects.count() == 4


def test_one_that_is_wrong_is_told_with_what_was_added_up(small):
    found = told(**{"6月": sheet(6, 40, 累計=40), "4月": sheet(4, 30, 合計=30), "5月": sheet(5, 20, 合計=20)})
    assert found == [("6月", 3, "所要分", "40", "累計の行の値が、「4月」・「5月」のシートとこの上の行を数えた値（90）と違います。累計の行は取り込みません。")]


def test_one_that_is_wrong_in_several_columns_is_told_once(small):
    lines = [*table(row("1", "6/1", 所要分="30", 記録="見本")), ["累計", "", "", "40", "9", *[""] * 9, "8"]]
    (found,) = told(**{"6月": lines})
    assert found[:4] == ("6月", 3, "所要分", "40") and "ほかに2列でも違います（「地区」9、「記録」8）" in found[4]


def test_january_follows_december(small):
    assert told(**{"1月": sheet(1, 10, 累計=60), "12月": sheet(12, 20, **{"10月からの累計": 20}), "4月": sheet(4, 30)}) == []


def test_a_month_that_was_not_read_is_named(small):
    (found,) = told(**{"4月": sheet(4, 30), "6月": sheet(6, 40, 累計=99)})
    assert found[-1].endswith("「4月」のシートとこの上の行を数えた値（70）と違います。5月のシートは読み取っていません。累計の行は取り込みません。")


def test_what_was_before_the_sheet_may_stand_on_it(small):
    sheets = {"4月": sheet(4, 30), "5月": sheet(5, 20, 前月までの累計=30, 今月計=20, 累計=50)}
    assert told(**sheets) == []
    assert [each[3] for each in told(**sheets | {"5月": sheet(5, 20, 前月累計=50)})] == ["50"]


def test_it_may_say_how_many_contacts_there_are_and_in_another_column(small):
    april = [["日付", "地区", "対応実績", "相談者", "対応方法", "相談内容", "対応内訳"], ["4/1", "大沢", "啓発", "市民（本人）", "電話", "", ""],
             ["累計 1件"]]
    may = [["地区", "日付", "対応実績", "相談者", "対応方法", "相談内容", "対応内訳"], ["大沢", "5/1", "啓発", "市民（本人）", "電話", "", ""],
           ["累計", "2"], ["累計 3件"]]
    (found,) = told(**{"4月": april, "5月": may})
    assert found[:4] == ("5月", 4, "", "3件")


def test_two_sheets_of_a_month_each_go_on_or_stand_alone(small):
    assert told(**{"4月大沢": sheet(4, 30, 累計=30), "4月（連雀）": table(row("9", "4/1", 所要分="5"), {"日付": "累計", "所要分": "35"})}) == []


def test_sheets_of_another_year_are_not_in_it(small):
    sheets = {"令和3年4月": table(row("1", "4/1", 所要分="30")), "令和4年5月": table(row("2", "5/1", 所要分="20"), {"日付": "累計", "所要分": "20"})}
    assert told(None, **sheets) == []


def test_on_one_sheet_it_goes_from_the_top(small):
    lines = table(row("1", 所要分="30"), {"日付": "4月計", "所要分": "30"}, row("2", "2021-05-06", 所要分="20"), {"日付": "5月計", "所要分": "20"},
                  {"日付": "累計", "所要分": "50"}, {"日付": "4月からの累計", "所要分": "20"})
    plan, _ = load(as_csv(lines))
    assert [(each.row, each.value) for each in plan.reading.warnings] == [(7, "20")]
