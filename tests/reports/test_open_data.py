"""The data for publication keep the machine-readability rules of デジタル庁. Each rule is a check, and a way to break it."""
import csv
import io
import re
import zipfile
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from cases.models import Category
from reports.masked import masked
from reports.masking import mask_of
from reports.outputs import PUBLIC_FORMATS
from reports.outputs.open_data import HEADINGS, plain
from tests.factories import log_contact
from tests.reports.factories import CONTEXT, changed, make_report

NAMES = ["data.csv", "codes.csv", "definitions.csv", "notes.csv"]


@pytest.fixture(scope="module")
def files():
    report = make_report("健康①,医療\n介護")
    return unzip(PUBLIC_FORMATS["zip"].write(masked(report, mask_of(report, None, 3)), CONTEXT))


def unzip(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(files, name="data.csv"):
    return list(csv.reader(io.StringIO(files[name].decode("utf-8-sig"), newline=""), strict=True))


def facts(files):
    head, *rows = lines(files)
    return [dict(zip(head, row, strict=False)) for row in rows]


def codes(files, kind):
    return {row[2] for row in lines(files, "codes.csv")[1:] if row[0] == kind}


def every_cell(files):
    return [cell for name in NAMES for row in lines(files, name) for cell in row]


def is_iso(text):
    return date.fromisoformat(text).isoformat() == text


# What a rule asks of the files, by the rule's number.
RULES = {
    "L1-01 a format that programs read": lambda f: list(f) == NAMES,
    "L1-02 one table a file": lambda f: all(len(set(map(len, lines(f, name)))) == 1 for name in NAMES),
    "L1-04 no title and no note beside the table": lambda f: all(row[0].isdecimal() for row in lines(f)[1:]),
    "L1-06 no spaces for the look": lambda f: not any(re.search(r"^\s|\s$|\s\s|　", cell) for cell in every_cell(f)),
    "L1-07 one datum a cell": lambda f: not any(re.search(r"[\r\n（(]\d", cell) or "\n" in cell for cell in every_cell(f)),
    "L1-08 no characters of one machine": lambda f: not any(plain(cell) != cell for cell in every_cell(f)),
    "L1-09 blank is not zero": lambda f: {(row["値"] == "", row["値の状態コード"] == "V") for row in facts(f)} == {
        (True, False), (False, True)} and any(row["値"] == "0" for row in facts(f)),
    "L1-12 nothing is merged": lambda f: all(row[0] for row in lines(f)),
    "L1-14 commas and quotes are quoted": lambda f: any(row["項目名"] == "健康1,医療 介護" for row in facts(f)),
    "L1-15 as many columns in every row": lambda f: {len(row) for row in lines(f)} == {len(HEADINGS)},
    "L2-01 a number is a number": lambda f: all(re.fullmatch(r"-?\d+(\.\d+)?|", row["値"]) for row in facts(f)),
    "L2-02 nothing is as above": lambda f: not any(cell in ("〃", "同上", "″") for cell in every_cell(f)),
    "L2-03 headings are unique": lambda f: all(len({*lines(f, name)[0]}) == len(lines(f, name)[0]) for name in NAMES),
    "L2-04 values are those of the code table": lambda f: all(
        {row[column] for row in facts(f)} <= codes(f, kind) for column, kind in (
            ("表コード", "表"), ("項目コード", "項目"), ("地区コード", "地区"), ("指標コード", "指標"), ("値の状態コード", "値の状態"))),
    "L2-06 values, no formulas": lambda f: not any(re.match(r"[=+@＝]", cell) for cell in every_cell(f)),
    "L3-01 the headings are line 1": lambda f: lines(f)[0] == list(HEADINGS),
    "L3-02 a code table is there": lambda f: codes(f, "表") >= {"kind", "topic"} and "osawa" in codes(f, "地区"),
    "L3-03 the mark of what is hidden is defined": lambda f: any(
        row[0] == "値の状態" and row[2] == "X" and "伏せ" in row[4] for row in lines(f, "codes.csv")),
    "L3-04 every number has its unit": lambda f: all(row["単位"] for row in facts(f)),
    "L3-05 years are western, dates ISO": lambda f: all(
        re.fullmatch("[12]\\d{3}", row["年度"]) and is_iso(row["期間開始日"]) and is_iso(row["期間終了日"]) for row in facts(f)),
    "L3-06 areas have codes": lambda f: all(row["地区コード"] for row in facts(f)),
    "L3-07 the columns stay": lambda f: lines(f)[0][:16] == [
        "年度", "期間種別", "期間開始日", "期間終了日", "表コード", "表名", "項目コード", "項目名", "親項目コード", "合計対象", "地区コード",
        "地区名", "指標コード", "値", "値の状態コード", "単位"],
    "L3-08 columns, encoding and changes are defined": lambda f: {
        *HEADINGS, "文字コード", "改行", "秘匿", "分類の変更"} <= {row[1] for row in lines(f, "definitions.csv")} and all(
            f[name].startswith(b"\xef\xbb\xbf") and b"\r\n" in f[name] for name in NAMES),
    "L3-09 long form: no fact twice": lambda f: len(facts(f)) == len({tuple(row[each] for each in (
        "年度", "期間開始日", "期間終了日", "表コード", "項目コード", "地区コード", "指標コード")) for row in facts(f)}),
}


def edit(name, old, new, count=1):
    """Files in which a text is another one; the text must be there."""
    def spoil(files):
        text = files[name].decode("utf-8-sig")
        assert old in text
        return {**files, name: text.replace(old, new, count).encode("utf-8-sig")}
    return spoil


BROKEN = {
    "L1-01": lambda f: {**f, "data.pdf": b""}, "L1-02": edit("codes.csv", "\r\n", "\r\n\r\n"),
    "L1-04": edit("data.csv", "年度,", "実績報告,,,,,,,,,,,,,,,\r\n年度,"), "L1-06": edit("data.csv", "食事", "食　事"),
    "L1-07": edit("data.csv", ",1446,V", ",1446（1225）,V"), "L1-08": edit("data.csv", "健康1", "健康①"),
    "L1-09": edit("data.csv", ",,N,", ",0,N,"), "L1-12": edit("data.csv", "\r\n2021,", "\r\n,"),
    "L1-14": edit("data.csv", '"健康1,医療 介護"', "健康1;医療 介護", -1), "L1-15": edit("data.csv", ",V,件\r\n", ",V,件,\r\n"),
    "L2-01": edit("data.csv", ",1446,V", ",1446件,V"), "L2-02": edit("data.csv", "大沢", "〃"),
    "L2-03": edit("data.csv", "地区名", "地区コード"), "L2-04": edit("data.csv", ",meal,", ",meals,"),
    "L2-06": edit("data.csv", ",1446,V", ",=1446,V"), "L3-01": edit("data.csv", "年度,", "年,"),
    "L3-02": edit("codes.csv", "osawa", "ohsawa"), "L3-03": edit("codes.csv", ",X,", ",Y,"),
    "L3-04": edit("data.csv", ",V,件", ",V,"), "L3-05": edit("data.csv", "\r\n2021,", "\r\n令和3年度,"),
    "L3-06": edit("data.csv", ",osawa,", ",,"), "L3-07": edit("data.csv", "値の状態コード,単位", "単位,値の状態コード"),
    "L3-08": edit("definitions.csv", "文字コード", "コード"), "L3-09": lambda f: {
        **f, "data.csv": f["data.csv"] + f["data.csv"].splitlines(keepends=True)[-1]},
}


@pytest.mark.parametrize("rule", RULES)
def test_the_data_keep_the_rule(files, rule):
    assert RULES[rule](files)


@pytest.mark.parametrize("rule", RULES)
def test_the_check_of_the_rule_notices_when_it_is_broken(files, rule):
    assert not RULES[rule](BROKEN[rule[:5]](files))


def test_last_years_figures_are_facts_of_last_year(files):
    found = [row for row in facts(files) if row["項目コード"] == "ills" and row["地区コード"] == "osawa"]
    assert {(row["年度"], row["期間開始日"], row["値"]) for row in found} == {
        ("2021", "2021-04-01", "1000"), ("2020", "2020-04-01", "700")}


def test_months_have_their_days(files):
    february, = (row for row in facts(files) if row["期間開始日"] == "2022-02-01" and row["地区コード"] == "osawa")
    assert (february["期間終了日"], february["値"], february["期間種別"]) == ("2022-02-28", "8", "月")


def test_a_label_that_looks_like_a_formula_is_none():
    report = make_report("=1+1")
    content = unzip(PUBLIC_FORMATS["zip"].write(changed(report, public=True), CONTEXT))
    assert "'=1+1" in {row["項目名"] for row in facts(content)} and RULES["L2-06 values, no formulas"](content)


def test_the_page_and_the_command_give_the_data_without_small_figures(small, coordinator, as_user, tmp_path):
    log_contact(small, coordinator, "kind:new", "target:elderly")
    call_command("build_report", "--fiscal-year", "2021", "--format", "zip", "--output", str(tmp_path / "data.zip"))
    response = as_user(coordinator).get(reverse("report_download", args=[2021, "zip"]))
    assert response["Content-Type"] == "application/zip" and unzip(response.content) == unzip((tmp_path / "data.zip").read_bytes())
    assert not [row for row in facts(unzip(response.content)) if row["値"] == "1"]


def test_the_monthly_tables_bear_the_councils_own_name_of_the_kinds(small, coordinator, as_user):
    log_contact(small, coordinator, "kind:new", "target:elderly")
    small.axes["kind"].name = "業務の区分"
    small.axes["kind"].save()
    Category.objects.filter(axis=small.axes["kind"]).update(monthly=True)
    found = unzip(as_user(coordinator).get(reverse("report_download", args=[2021, "zip"])).content)
    assert "業務の区分の月別" in {row["表名"] for row in facts(found)} and "対応実績" not in found["codes.csv"].decode()
