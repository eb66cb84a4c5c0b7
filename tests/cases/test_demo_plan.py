"""The demo's plan: every published cell, the same every time, and fit to be looked at."""
import hashlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import time

import pytest
from django.conf import settings

from cases.demo.plan import make_plan
from cases.demo.targets import TargetError
from cases.periods import FISCAL_MONTHS
from tests.reference import AXES, DISTRICTS, REFERENCE, expected, expected_months

pytestmark = pytest.mark.either
FIXTURES = settings.FIXTURES / "mitaka"
_DIGEST = "from hashlib import sha256; from pathlib import Path; from cases.demo.plan import make_plan; " \
          "print(sha256(repr(make_plan(Path('{}'))).encode()).hexdigest())"


@pytest.fixture(scope="module")
def plan():
    return make_plan(FIXTURES)


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("district", DISTRICTS)
def test_every_cell_of_a_table(plan, district, axis):
    values = [value for each in plan.contacts if each["district"] == district
              for value in each["categories"].get(axis, ())]
    assert Counter(values) == {code: count for code, count in expected(axis, DISTRICTS[district]).items() if count}
    assert len(values) == REFERENCE["tables"][axis]["total"][DISTRICTS[district]]


@pytest.mark.parametrize(("kind", "label"), [("new", "新規相談"), ("case", "ケース対応")])
@pytest.mark.parametrize("district", DISTRICTS)
def test_every_month(plan, district, kind, label):
    months = Counter(each["date"].month for each in plan.contacts
                     if each["district"] == district and each["categories"]["kind"] == [kind])
    assert [months[month] for month in FISCAL_MONTHS] == expected_months(label, DISTRICTS[district])


def test_two_plans_are_equal(plan):
    assert make_plan(FIXTURES) == plan


def test_the_plan_does_not_depend_on_hash_order(plan):
    environment = os.environ | {"PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "cwc.settings"}
    told = subprocess.run([sys.executable, "-c", _DIGEST.format(FIXTURES)], env=environment, cwd=settings.BASE_DIR,
                          capture_output=True, text=True, check=True)
    assert told.stdout.strip() == hashlib.sha256(repr(plan).encode()).hexdigest()


@pytest.mark.parametrize(("old", "new"), [
    ("令和3年度,大沢,相談者,市民（本人）,,452,", "令和3年度,大沢,相談者,市民（本人）,,453,"),
    ("令和3年度,連雀,対応実績,新規相談,4,7,", "令和3年度,連雀,対応実績,新規相談,4,8,"),
])
def test_figures_that_contradict_each_other_are_refused(tmp_path, old, new):
    shutil.copytree(FIXTURES, tmp_path, dirs_exist_ok=True)
    figures = (tmp_path / "figures-r3.csv").read_text(encoding="utf-8-sig")
    assert figures.count(old) == 1
    (tmp_path / "figures-r3.csv").write_text(figures.replace(old, new), encoding="utf-8-sig")
    with pytest.raises(TargetError):
        make_plan(tmp_path)


def test_cases_have_from_one_contact_to_about_fifty(plan):
    sizes = Counter(each["case"] for each in plan.contacts if each["case"])
    assert set(sizes) == {case["number"] for case in plan.cases}
    assert min(sizes.values()) == 1 and 40 <= max(sizes.values()) <= 55


def test_a_case_begins_before_its_contacts_and_ends_after_them(plan):
    for case in plan.cases:
        days = [each["date"] for each in plan.contacts if each["case"] == case["number"]]
        assert case["opened_on"] <= min(days)
        assert case["closed_on"] is None or case["closed_on"] >= max(days) and case["closing_reason"]


def test_new_consultations_come_first_in_their_case(plan):
    first = {}
    for each in plan.contacts:
        first.setdefault(each["case"], each["record_number"])
    new = [each for each in plan.contacts if each["case"] and each["categories"]["kind"] == ["new"]]
    assert all(first[each["case"]] == each["record_number"] for each in new)


def test_contacts_are_held_in_office_hours_and_rarely_on_saturdays(plan):
    assert all(time(9) <= each["time"] <= time(17, 25) and 5 <= each["minutes"] <= 90 for each in plan.contacts)
    weekdays = Counter(each["date"].weekday() for each in plan.contacts)
    assert weekdays[6] == 0 and weekdays[5] < 0.06 * len(plan.contacts)


def test_the_texts_are_varied_and_complete(plan):
    texts = [each["text"] for each in plan.contacts]
    assert len(set(texts)) == len(texts)
    sentences = Counter(sentence for text in texts for sentence in text.split("。") if sentence)
    assert sentences.most_common(1)[0][1] < 60
    assert not any(mark in text for text in texts for mark in "{}()|@")


def test_nobody_can_be_taken_for_a_real_person(plan):
    assert all("架空" in household["address"] for household in plan.households)
    phones = {household["phone"] for household in plan.households}
    assert all(phone == "" or phone.startswith("000-0000-") for phone in phones)
