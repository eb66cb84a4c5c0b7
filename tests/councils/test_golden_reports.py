"""Councils that differ in everything: their codebooks load, their years come in, and their reports are the golden ones.

After a change that is meant, `CWC_WRITE_GOLDEN=1 pytest tests/councils` writes the golden reports anew; a second,
plain count must then agree with every figure.
"""
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.conf import settings

from cases.demo.councils import load_council
from reports import checks
from reports.joint import with_joint
from reports.layout import build
from reports.scope import scope_of

from .count import Count
from .golden import COUNCILS, WRITES, golden_file, golden_rows, text_of, year_of, years_of

KEY = ("年度", "地区", "表", "分類", "月")


@pytest.mark.parametrize("council", COUNCILS)
def test_the_report_is_the_golden_one(db, council):
    assert load_council(settings.FIXTURES / council)
    scope = scope_of(year_of(council))
    report = build(scope)
    assert checks.findings(report) == []
    report = with_joint(report, scope)
    if WRITES:
        golden_file(council).write_text(text_of(report), "utf-8")
    assert text_of(report) == golden_file(council).read_text("utf-8")
    assert load_council(settings.FIXTURES / council) is False


@pytest.mark.either
@pytest.mark.parametrize("council", COUNCILS)
def test_a_second_count_gives_every_figure_of_it(council):
    folder = settings.FIXTURES / council
    expected = {key: (now, before) for key, now, before in Count(folder, years_of(council), year_of(council)).cells()}
    printed = {tuple(row[name] for name in KEY): (number(row["値"]), number(row["前年度値"])) for row in golden_rows(council)}
    assert printed == expected


@pytest.mark.either
@pytest.mark.parametrize("council", COUNCILS)
def test_the_shares_follow_from_the_figures(council):
    count = Count(settings.FIXTURES / council, years_of(council), year_of(council))
    for axis in count.axes_here():
        rows = [row for row in golden_rows(council) if row["表"] == f"{axis['軸名']}内訳" and row["地区"] == "合計"]
        total = next(int(row["値"]) for row in rows if row["分類"] == "合計")
        base = total if axis["割合"] == "延べ" or "実" in axis.get("数え方", "") else records_asked(count, axis)
        check_shares(axis, [row for row in rows if row["分類"] != "合計"], base)


def check_shares(axis, rows, base):
    shares = {row["分類"]: row["割合"] for row in rows}
    if axis["割合"] == "なし":
        assert set(shares.values()) == {""}
        return
    exact = {row["分類"]: Decimal(100 * int(row["値"])) / base for row in rows}
    off = {label: abs(Decimal(share) - exact[label]) for label, share in shares.items() if share}
    assert off and max(off.values()) < Decimal("0.1")
    if axis["端数"] == "四捨五入":
        assert all(Decimal(share) == exact[label].quantize(Decimal("0.1"), ROUND_HALF_UP) for label, share in shares.items() if share)
    elif sum(int(row["値"]) for row in rows if not row["親分類"] and "再掲" not in row["注記"]) == base:
        assert sum(Decimal(row["割合"]) for row in rows if not row["親分類"] and "再掲" not in row["注記"]) == 100


@pytest.mark.either
@pytest.mark.parametrize("council", COUNCILS)
def test_what_became_of_last_year_follows_from_the_figures(council):
    for row in (each for each in golden_rows(council) if not each["表"].endswith("の推移")):
        now, before = number(row["値"]), number(row["前年度値"])
        assert row["比較の値"] == became(row["前年度との比較"], now, before)


def became(way, now, before):
    if not way or None in (now, before):
        return ""
    if way == "増減":
        return str(now - before)
    if not before:
        return "皆増" if now else ""
    exact = Decimal(100 * (now - before if way == "増減率" else now)) / before
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def records_asked(count, axis):
    asked = set(filter(None, axis["対象"].split(";")))
    return sum(not asked or contact["categories"]["kind"][0] in asked for contact in count.counted(axis, count.year))


def number(text):
    return int(text) if text else None
