"""Layouts of printed tables other than the reference report's; each comes to the same figures."""
import pytest

from cases.models import Category, ImportBatch, PublishedFigure
from cases.services.imports import Source, import_file
from tests.imports.record_files import as_csv, as_xlsx, reasons

pytestmark = [pytest.mark.django_db, pytest.mark.either]
TOPICS = {"健康・医療・介護": (446, 355), "食事": (80, 26), "合計": (526, 381)}
FIGURES = {(2021, name, label, None): count for label, pair in TOPICS.items() for name, count in zip(("大沢", "連雀"), pair, strict=True)}
YEARS = {**{(2021, "大沢", label, None): pair[0] for label, pair in TOPICS.items()},
         (2020, "大沢", "健康・医療・介護", None): 225, (2020, "大沢", "合計", None): 225}
ROWS = [["健康・医療・介護", 446, 355], ["食事", 80, 26], ["合計", 526, 381]]


def load(*lines, sheet="表", **how):
    content = as_xlsx(**{sheet: lines}) if sheet else as_csv(lines)
    return import_file(source=Source(ImportBatch.Subject.FIGURES, "f.csv", content, **how))


def figures() -> dict:
    found = PublishedFigure.objects.select_related("district", "category")
    return {(each.fiscal_year, each.district.name if each.district else "全体", each.category.label if each.category else "合計",
             each.month): each.value for each in found}


@pytest.mark.parametrize("lines", [
    [["令和3年度 相談内容内訳"], ["項目", "大沢", "連雀"], *ROWS],
    [["相談内容"], ["R3年度", "大沢地区", "連雀地区"], *ROWS],
    [["令和３年度"], [], ["相談内容", "件数", ""], ["", "大沢", "連雀"], *ROWS],
    [["令和3年度"], ["", "大沢", "連雀", "備考"], [*ROWS[0], "増えた"], *ROWS[1:]],
    [["令和3年度 相談内容"], ["", "大沢", "割合", "連雀", "構成比"],
     *([row[0], row[1], f"{row[1] / 5.26:.1f}%", row[2], row[2] / 381] for row in ROWS)],
    [["令和3年度 相談内容"], ["", "大沢", "", "連雀", ""], *([row[0], row[1], f"({row[1] / 5.26:.1f}%)", row[2], "※"] for row in ROWS)],
    [["令和3年度"], ["地区", *TOPICS], ["大沢", 446, 80, 526], ["連雀", 355, 26, 381]],
    [["令和3年度"], ["地区", "分類", "件数"],
     *([district if not place else "", row[0], row[1 + n]] for n, district in enumerate(("大沢", "連雀")) for place, row in enumerate(ROWS))],
    [["相談内容"], ["", "令和3年度", ""], ["", "大沢", "連雀"], *ROWS],
    [["令和3年度 相談内容"], ["", "大沢", "連雀"], ROWS[0], [], ROWS[1], [], [], ROWS[2]],
])
@pytest.mark.parametrize("sheet", ["表", ""])
def test_layouts(small, lines, sheet):
    plan, _ = load(*lines, sheet=sheet)
    assert plan.reading.errors == [] and figures() == FIGURES


@pytest.mark.parametrize("lines", [
    [["令和3年度 相談内容 大沢地区"], ["", "件数", "前年度"], ["健康・医療・介護", 446, 225], ["食事", 80, "－"], ["合計", 526, 225]],
    [["令和3年度 相談内容"], ["", "大沢", "（前年度）"], ["健康・医療・介護", 446, "（225）"], ["食事", 80, "※"], ["合計", 526, "（225）"]],
    [["令和3年度 相談内容"], ["", "大沢（前年度）", ""], ["健康・医療・介護", 446, 225], ["食事", 80, "※"], ["合計", 526, 225]],
    [["令和3年度 相談内容"], ["", "大沢", "大沢（前年度）"], ["健康・医療・介護", 446, 225], ["食事", 80, "※1"], ["合計", 526, 225]],
    [["相談内容"], ["", "大沢", ""], ["", "令和2年度", "令和3年度"], ["健康・医療・介護", 225, 446], ["食事", "－", 80], ["合計", 225, 526]],
    [["相談内容 大沢"], ["", *TOPICS], ["令和2年度", 225, "－", 225], ["令和3年度", 446, 80, 526]],
    [["令和3年度 相談内容"], ["", "大沢（前年度）"], ["健康・医療・介護", "446件（225件）"], ["食事", "80 ※"], ["合計", "526 （225）"]],
    [["令和3年度 相談内容 大沢"], ["", "本年度", "前年度", "増減", "増減率"], ["健康・医療・介護", 446, 225, "221", "98.2%"],
     ["食事", 80, "…", "", ""], ["合計", 526, 225, "301", ""]],
])
def test_this_year_and_last(small, lines):
    plan, _ = load(*lines)
    assert plan.reading.errors == [] and plan.reading.warnings == []
    assert figures() == YEARS


def test_months_down_and_districts_across(small):
    load(["令和3年度 新規相談件数"], ["", "大沢", "連雀", "合計"], ["4月", 12, 7, 19], ["３月", 5, 5, 10], ["計", 17, 12, 29])
    assert figures()[2021, "大沢", "新規相談", 4] == 12 and figures()[2021, "連雀", "新規相談", 3] == 5
    assert figures()[2021, "全体", "新規相談", None] == 29 and len(figures()) == 9


def test_categories_down_and_months_across_of_one_district(small):
    load(["令和3年度 大沢地区 対応実績"], ["", "4月", "5月", "年計"], ["新規相談", 12, 10, 22], ["合計", 12, 10, 22])
    assert figures() == {(2021, "大沢", label, month): count for label in ("新規相談", "合計")
                         for month, count in ((4, 12), (5, 10), (None, 22))}


def test_a_sheet_a_month(small):
    load(["令和3年度 対応実績内訳"], ["", "大沢"], ["新規相談", 5], sheet="1月")
    assert figures() == {(2021, "大沢", "新規相談", 1): 5}


def test_a_year_given_by_hand_and_one_that_contradicts_it(small):
    lines = [["対応実績"], ["", "大沢"], ["新規相談", 132]]
    plan, batch = load(*lines)
    assert batch is None and "何年度の表か" in plan.reading.errors[0].reason
    assert load(*lines, fiscal_year=2020)[1] and figures() == {(2020, "大沢", "新規相談", None): 132}
    plan, batch = load(["令和3年度 対応実績"], *lines[1:], fiscal_year=2020)
    assert batch is None and "指定した年度" in plan.reading.errors[0].reason


@pytest.mark.parametrize(("printed", "stored"), [
    ("△3 438", 438), ("3 438", 3438), ("３，４３８件", 3438), ("438 △3", 438), ("0", 0), ("－", None), ("…", None), ("△3", -3)])
def test_what_a_cell_says(small, printed, stored):
    load(["令和3年度 対応実績"], ["", "大沢"], ["新規相談", printed], ["ケース対応", 1])
    assert figures()[2021, "大沢", "新規相談", None] == stored


def test_a_figure_below_0_is_told_and_a_change_is_not(small):
    plan, _ = load(["令和3年度 対応実績"], ["", "大沢"], ["新規相談", "△3"], ["ケース対応", 1])
    assert [(each.row, each.column, each.value) for each in plan.reading.warnings if "0より小さい" in each.reason] == [(3, "大沢", "△3")]
    plan, batch = load(["令和3年度 対応実績"], ["", "大沢", "前年度", "増減"], ["新規相談", 1, 4, "△3"])
    assert batch and not any("0より小さい" in each.reason for each in plan.reading.warnings)


def test_this_year_with_last_year_in_brackets_stands_below_a_merged_district(small):
    plan, _ = load(["令和3年度 対応実績"], ["", "大沢", "連雀", "", "合計"], ["", "今年度（前年度）", "件数（前年度）", "増減", "令和3年度（前年度）"],
         ["新規相談", "94（132）", "75（－）", 5, "169（202）"])
    assert plan.reading.errors == []
    assert figures() == {(2021, "大沢", "新規相談", None): 94, (2020, "大沢", "新規相談", None): 132, (2021, "連雀", "新規相談", None): 75,
                         (2021, "全体", "新規相談", None): 169, (2020, "全体", "新規相談", None): 202}


@pytest.mark.parametrize(("lines", "place"), [
    ([["", "大沢", "連雀"], ["新規相談", 94, 75], ["友人", 3, 4]], (4, "項目", "友人")), ([["", "新規相談", "友人"], ["大沢", 94, 3], ["連雀", 75, 4]], (2, "友人", "友人"))])
def test_a_label_that_is_no_category_is_named_once_with_what_to_do(small, lines, place):
    plan, _ = load(["令和3年度 対応実績"], *lines)
    (error,) = plan.reading.row_errors
    assert (error.row, error.column, error.value) == place
    assert error.reason.startswith("「友人」という対応実績は分類表にありません。") and "別名に「友人」を加えると" in error.reason


def test_a_zero_beside_a_share_or_last_year_stays_zero(small):
    load(["令和3年度 対応実績"], ["", "大沢（前年度）", "", "連雀", ""], ["新規相談", 0, 0, 0, "(0.0%)"], ["ケース対応", 5, 1, 2, "(100%)"])
    assert {figures()[year, district, "新規相談", None] for year, district in ((2021, "大沢"), (2020, "大沢"), (2021, "連雀"))} == {0}


def test_a_change_and_a_figure_in_one_cell_are_told(small):
    plan, _ = load(["令和3年度 対応実績"], ["", "大沢"], ["新規相談", "△3 438"])
    assert "増減△3、件数438と読み取りました" in plan.reading.warnings[0].reason


def test_a_column_of_changes_has_thousands(small):
    plan, _ = load(["令和3年度 対応実績"], ["", "大沢", "前年度", "増減"], ["新規相談", 562, "4 000", "△3 438"])
    assert plan.reading.warnings == []
    plan, _ = load(["令和3年度 対応実績"], ["", "大沢", "前年度", "増減"], ["新規相談", 562, "4 000", "△3 437"])
    assert "増減は△3,437と印刷されていますが、件数の差は△3,438です" in plan.reading.warnings[0].reason


def test_a_share_that_cannot_be_is_told(small):
    plan, _ = load(["令和3年度 相談内容"], ["", "大沢", "割合"], ["健康・医療・介護", 446, "84.8%"], ["食事", 80, "51.2%"], ["合計", 526, "100%"])
    assert [(each.row, each.value) for each in plan.reading.warnings] == [(4, "51.2%")]
    assert "件数から計算すると15.2％" in plan.reading.warnings[0].reason


@pytest.mark.parametrize(("lines", "where"), [
    ([["令和3年度 相談内容"], ["", "大沢"], ["健康・医療・介護", 1], ["買物", 2]], (4, "項目", "買物")),
    ([["令和3年度 相談内容"], ["", "大沢", "井の頭"], ["健康・医療・介護", 1, 2]], (2, "井の頭", "井の頭")),
    ([["令和3年度 相談内容"], ["", "大沢"], ["健康・医療・介護", "約30"], ["食事", 2]], (3, "大沢", "約30")),
    ([["令和3年度 相談内容"], ["", "大沢"], ["健康・医療・介護", "1,278 1,013"], ["食事", 2]], (3, "大沢", "1,278 1,013")),
    ([["令和3年度 相談内容"], ["", "大沢（前年度）"], ["食事", "80（5）"]], (3, "大沢（前年度）", "80（5）")),  # no such item then
    ([["令和2年度 相談内容"], ["", "大沢", "連雀"], ["健康・医療・介護", 1, 2]], (3, "連雀", "2")),
    ([["令和3年度 相談内容"], ["", "大沢", ""], ["健康・医療・介護", 1, 2]], (3, "大沢", "1 2")),
])
def test_what_cannot_be_read_stops_everything(small, lines, where):
    plan, batch = load(*lines)
    assert batch is None and not PublishedFigure.objects.exists()
    assert reasons(plan) == [where]


def test_figures_of_one_kind_only_are_no_published_figures(small):
    plan, batch = load(["令和3年度 相談内容（新規相談）"], ["", "大沢"], ["健康・医療・介護", 1])
    assert batch is None and "「新規相談」だけの相談内容の表は取り込めません" in plan.reading.errors[0].reason


def test_figures_outside_every_table_are_told(small):
    plan, _ = load(["令和3年度 相談内容"], ["", "大沢"], ["健康・医療・介護", 1], [], ["補足の数"], ["参考"], ["何か", 5])
    assert [(each.row, each.reason) for each in plan.reading.warnings] == [(7, "表の中にない数字のため、読み取りません。")]


def test_several_years_in_a_file(small):
    load(["令和2年度 対応実績"], ["", "大沢"], ["新規相談", 132], [], ["令和3年度 対応実績"], ["", "大沢", "連雀"], ["新規相談", 94, 75])
    assert figures() == {(2020, "大沢", "新規相談", None): 132, (2021, "大沢", "新規相談", None): 94, (2021, "連雀", "新規相談", None): 75}


def test_long_form_and_printed_tables_in_one_book(small):
    content = as_xlsx(縦持ち=[["年度", "地区", "軸", "分類", "月", "件数"], ["R3", "連雀", "相談内容", "食事", "", 26]],
                      表=[["令和3年度 相談内容"], ["", "大沢"], ["食事", 80]])
    import_file(source=Source(ImportBatch.Subject.FIGURES, "f.xlsx", content))
    assert figures() == {(2021, "連雀", "食事", None): 26, (2021, "大沢", "食事", None): 80}


def test_a_label_that_says_recount_itself_is_found_with_it_and_without(small):
    Category.objects.filter(code="meal").update(label="食事（再掲）", recount=True)
    load(["令和3年度 相談内容内訳"], ["項目", "大沢"], ["健康・医療・介護", 446], ["食事（再掲）", 80], ["合計", 446])
    load(["令和2年度 相談内容内訳"], ["項目", "大沢"], ["健康・医療・介護", 446], ["住まい・道路（再掲）", 1], ["（再掲）食事", 7])
    Category.objects.create(axis=small.axes["topic"], code="plain", label="食事")
    load(["令和4年度 相談内容内訳"], ["項目", "大沢"], ["食事", 5], ["食事（再掲）", 3])
    found = {key[:1] + key[2:3]: value for key, value in figures().items()}
    assert [found[2021, "食事（再掲）"], found[2022, "食事"], found[2022, "食事（再掲）"]] == [80, 5, 3]


def test_labels_without_figures_may_stand_between_a_table_and_its_notes(small):
    load(["令和3年度 相談内容"], ["", "大沢"], ["健康・医療・介護", "446 ※1"], ["食事", ""], ["合計", ""], ["※1 電話を除きます。"])
    assert PublishedFigure.objects.get(category__code="health").note == "※1 電話を除きます。"


@pytest.mark.parametrize(("cells", "note", "kept"), [
    (("446 ※", "80"), "※ 4月からは窓口を移しました。", "※ 4月からは窓口を移しました。"), (("446※", "80"), "※2地区の合計です。", "※2地区の合計です。"),
    (("446 ※4", "80"), "※4月別の内訳はありません。", "※4月別の内訳はありません。")])
def test_a_note_that_begins_with_a_number_of_something_has_no_numbered_mark(small, cells, note, kept):
    load(["令和3年度 相談内容"], ["", "大沢"], ["健康・医療・介護", cells[0]], ["食事", cells[1]], ["合計", "526"], [note])
    assert PublishedFigure.objects.get(category__code="health").note == kept


def test_a_mark_whose_note_is_missing_among_others_is_told(small):
    plan, _ = load(["令和3年度 相談内容"], ["", "大沢"], ["健康・医療・介護", "446 ※1"], ["食事", "80 ※2"], ["合計", 526], ["※1 電話を除きます。"])
    assert [(each.value, each.reason[:11]) for each in plan.reading.warnings] == [("※2", "数に付いた印の注記の文")]


@pytest.mark.parametrize(("cells", "below", "kept"), [
    (("446 ※", "80 ※4"), (["※4月からは窓口を移しました。"], ["※4 電話を除きます。"]), ("※4月からは窓口を移しました。", "※4 電話を除きます。")),
    (("446 ※", "80 ※4"), (["※4 電話を除きます。"], ["※4月からは窓口を移しました。"]), ("※4月からは窓口を移しました。", "※4 電話を除きます。")),
    (("446 ※", "80 ※4"), (["※ 窓口を移しました。　※４ 電話を除きます。"],), ("※ 窓口を移しました。", "※４ 電話を除きます。")),
    (("446 ※1", "80 ※2"), (["※1 窓口を移しました。", "", "※2 電話を除きます。"],), ("※1 窓口を移しました。", "※2 電話を除きます。")),
    (("446 ※1", "80 ※2"), (["※1 窓口を移しました。 ※を除く。"], ["※2 電話を除きます。"]), ("※1 窓口を移しました。 ※を除く。", "※2 電話を除きます。")),
    (("446 ※1※2", "80 ※2"), (["※1 窓口を移しました。"], ["※2 電話を除きます。"]), ("※1 窓口を移しました。 電話を除きます。", "※2 電話を除きます。")),
    (("446 ※1※2", "80 ※2"), (["※2 電話を除きます。"],), ("※2 電話を除きます。 ※1", "※2 電話を除きます。"))])
def test_each_note_is_kept_with_the_figures_that_bear_its_mark(small, cells, below, kept):
    load(["令和3年度 相談内容"], ["", "大沢"], ["健康・医療・介護", cells[0]], ["食事", cells[1]], ["合計", "526"], *below)
    assert tuple(PublishedFigure.objects.get(category__code=code).note for code in ("health", "meal")) == kept


@pytest.mark.parametrize("cells", [["446 ※（225 ※4）"], ["446 ※", "（225）※4"]])
def test_a_mark_of_last_year_s_figure_is_not_that_of_this_year_s(small, cells):
    load(["令和3年度 相談内容"], ["", "大沢（前年度）", ""], ["健康・医療・介護", *cells], ["合計", "446（225）"], ["※ 窓口を移しました。"], ["※4 電話を除きます。"])
    assert list(PublishedFigure.objects.filter(category__code="health").order_by("fiscal_year").values_list("fiscal_year", "value", "note")) == [
        (2020, 225, "※4 電話を除きます。"), (2021, 446, "※ 窓口を移しました。")]


def test_two_notes_under_one_mark_are_both_kept_and_that_is_told(small):
    plan, _ = load(["令和3年度 相談内容"], ["", "大沢"], ["健康・医療・介護", "446 ※"], ["食事", "80 ※"], ["合計", 526], ["※ 電話を除きます。"], ["※ 窓口を移しました。"])
    assert {each.note for each in PublishedFigure.objects.exclude(category=None)} == {"※ 電話を除きます。 窓口を移しました。"}
    assert [each.reason[:18] for each in plan.reading.warnings] == ["印が「※」の注記が2つ以上あるため、"]


def test_a_note_too_long_to_store_is_refused(small):
    plan, batch = load(["令和3年度 相談内容"], ["", "大沢"], ["健康・医療・介護", "446 ※"], ["合計", 446], [f"※ {'長' * 300}"])
    assert batch is None and ["300文字まで" in each.reason for each in plan.reading.row_errors] == [True]


@pytest.mark.parametrize(("shares", "quoted"), [
    (["0.5％", "15.2%", "100.0％"], "0.5％"), ([0.005, 0.152, 1], "0.5％"), ([0.5, 15.2, 100], "0.5％"), (["(8.50)", "15.2", "100"], "8.50％")])
def test_a_share_that_is_not_right_is_quoted_as_it_is_printed(small, shares, quoted):
    plan, _ = load(["令和3年度 相談内容"], ["", "大沢", "割合"], *([*row, share] for row, share in zip((["健康・医療・介護", 446], ["食事", 80], ["合計", 526]), shares, strict=True)))
    assert [each.reason for each in plan.reading.warnings] == [f"割合は{quoted}と印刷されていますが、件数から計算すると84.8％です。割合は取り込みません。"]


def test_a_half_per_cent_is_no_half(small):
    plan, _ = load(["令和3年度 相談内容"], ["", "大沢", "割合"], ["健康・医療・介護", 50, "0.5％"], ["食事", 50, "50.0％"], ["合計", 100, "100％"])
    assert [each.value for each in plan.reading.warnings] == ["0.5％"]


SAID = "シート名では令和4年度、表の題では令和3年度です。"


@pytest.mark.parametrize(("sheet", "title", "told"), [
    ("令和4年度", "令和3年度 相談内容", True), ("令和3年度", "令和3年度 相談内容", False), ("表", "令和3年度 相談内容", False), ("令和4年度", "相談内容", False)])
def test_a_sheet_s_name_of_another_year_than_its_title_is_told(small, sheet, title, told):
    plan, _ = load([title], ["", "大沢", "連雀"], *ROWS, sheet=sheet)
    assert any(SAID in each.reason for each in plan.reading.warnings) == told


def test_so_it_is_of_a_table_below_whose_title_has_no_year(small):
    plan, _ = load(["令和3年度 相談内容"], ["", "大沢", "連雀"], *ROWS, [], ["相談者"], ["", "大沢", "連雀"], ["市民（本人）", 5, 6], ["合計", 5, 6], sheet="令和4年度")
    told = [each for each in plan.reading.warnings if SAID in each.reason]
    assert len(told) == 2 and "令和4年度の表として読み取ります" in told[1].reason
