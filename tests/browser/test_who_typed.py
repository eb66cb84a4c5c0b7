"""A case that is typed and not taken from the candidates: it is taken when the field is left, or the save is refused."""
import re

import pytest

from cases.models import Case, Contact, Household
from tests.browser.sites import log_in, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.either]
ERROR = "は選ばれていません。候補から選ぶか、欄を空にしてください。"


@pytest.fixture
def writing(page, live_server, transactional_db):
    """The log form, and two cases of one name."""
    office = make_office()
    for number in ("42", "77"):
        home = Household.objects.create(number=f"S-00{number}", name="見本山家", district=office["district"])
        Case.objects.create(number=f"C-00{number}", title=f"相談{number}", household=home, district=office["district"], opened_on="2021-04-01")
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    page.wait_for_function("document.activeElement.id === 'who'")
    return page


def code(page):
    """A complete entry but for the case."""
    page.click("label:has-text('啓発')")
    page.wait_for_selector("[name=axis_consulter]", state="attached")
    page.click("label:has-text('市民（本人）')")
    page.click("#categories label:has-text('電話')")


@pytest.mark.parametrize("typed", ["ｃ４２", *(pytest.param(each, marks=pytest.mark.long) for each in ("C-0042", "42", "相談42"))])
def test_leaving_the_field_takes_it_and_leaves_the_focus_where_it_went(writing, typed):
    writing.keyboard.type(typed)
    writing.click("#id_counterpart")
    writing.wait_for_selector("#who-chosen:has-text('C-0042')")
    writing.wait_for_selector("#categories [data-filled]", state="attached")
    writing.keyboard.type("見本病院")
    assert writing.input_value("#who") == "" and writing.input_value("#id_counterpart") == "見本病院"


@pytest.mark.long
def test_a_chip_that_is_chosen_meanwhile_stays(writing):
    writing.keyboard.type("C-0042")
    writing.click("label:has-text('啓発')")
    writing.wait_for_selector("#who-chosen:has-text('C-0042')")
    writing.wait_for_selector("[name=axis_consulter]", state="attached")
    writing.wait_for_timeout(300)
    assert writing.evaluate("[...document.querySelectorAll('[name=axis_kind]:checked')].map(each => each.value)") == ["outreach"]


@pytest.mark.long
def test_saved_at_once_it_is_the_case_that_was_typed(writing):
    code(writing)
    writing.focus("#who")
    writing.keyboard.type("42")
    writing.keyboard.press("Control+Enter")
    writing.wait_for_url(re.compile(r"/contacts/\d+/$"))
    assert Contact.objects.latest("pk").case.number == "C-0042"


def test_enter_takes_no_namesake_before_the_list_is_seen(writing):
    writing.keyboard.type("見本山")
    writing.keyboard.press("Enter")
    writing.wait_for_selector("#who-found [data-case][aria-selected=true]")
    writing.wait_for_timeout(300)
    assert "ケースなし" in writing.inner_text("#who-chosen") and writing.input_value("#who") == "見本山"
    first = writing.inner_text("#who-found [aria-selected=true] strong")
    writing.keyboard.press("Enter")
    writing.wait_for_selector(f"#who-chosen:has-text('{first}')")
    writing.click("#who-none")
    writing.keyboard.type("42")
    writing.keyboard.press("Enter")
    writing.wait_for_selector("#who-chosen:has-text('C-0042')")


@pytest.mark.long
def test_what_means_several_is_refused_and_says_so_beside_the_field(writing):
    code(writing)
    before = Contact.objects.count()
    writing.fill("#who", "見本山")
    writing.click("button:has-text('記録を保存')")
    writing.wait_for_selector(f"#id_who_error:has-text('「見本山」{ERROR}')")
    assert writing.input_value("#who") == "見本山" and Contact.objects.count() == before
    assert "ケースなし" in writing.inner_text("#who-chosen")


@pytest.mark.long
def test_who_goes_on_to_a_new_household_takes_none_of_those_found(writing):
    writing.keyboard.type("相談42")
    writing.wait_for_selector("#who-found [data-meant]")
    writing.click(".new-home summary")
    writing.fill("#id_home_name", "見本森家")
    code(writing)
    writing.keyboard.press("Control+Enter")
    writing.wait_for_url(re.compile(r"/contacts/\d+/$"))
    assert Contact.objects.latest("pk").case.household.name == "見本森家"


def test_a_new_household_begins_with_the_name_that_found_nothing(writing):
    writing.keyboard.type("新井 たろう")
    writing.wait_for_selector("#who-found .is-none")
    writing.click(".new-home summary")
    writing.wait_for_function("() => document.getElementById('id_home_person').value === '新井 たろう'")
    writing.click(".new-home summary")  # folded away nothing of it is sent
    writing.wait_for_function("() => document.getElementById('id_home_person').value === ''")
    writing.click(".new-home summary")
    writing.wait_for_function("() => document.getElementById('id_home_person').value === '新井 たろう'")
    code(writing)
    writing.keyboard.press("Control+Enter")
    writing.wait_for_url(re.compile(r"/contacts/\d+/$"))
    assert Contact.objects.latest("pk").case.household.members.get().full_name == "新井 たろう"


@pytest.mark.parametrize("typed", ["0422-99-1234", *(pytest.param(each, marks=pytest.mark.long) for each in ("見本山", "０９０ ９９９９", "C-9999", "大沢9-9-9", "匿名"))])
def test_it_does_not_begin_with_a_number_nor_with_what_was_found(writing, typed):
    writing.keyboard.type(typed)
    writing.wait_for_function("(typed) => document.getElementById('who-found').dataset.words === typed", arg=typed)
    writing.keyboard.press("Escape")
    writing.click(".new-home summary")
    writing.wait_for_timeout(200)
    assert writing.input_value("#id_home_person") == writing.input_value("#id_home_name") == ""


@pytest.mark.long
def test_nor_over_what_is_typed_there_and_a_case_that_is_chosen_takes_it_back(writing):
    writing.click(".new-home summary")
    writing.fill("#id_home_person", "見本森 花子")
    writing.fill("#who", "新井 たろう")
    writing.wait_for_selector("#who-found .is-none")
    assert writing.input_value("#id_home_person") == "見本森 花子"
    writing.fill("#id_home_person", "")
    writing.fill("#who", "新井 じろう")
    writing.wait_for_function("() => document.getElementById('id_home_person').value === '新井 じろう'")
    writing.fill("#who", "42")
    writing.wait_for_selector("#who-found [data-meant]")
    assert writing.input_value("#id_home_person") == ""
    writing.focus("#who")
    writing.keyboard.press("Enter")
    writing.wait_for_selector("#who-chosen:has-text('C-0042')")


@pytest.mark.long
def test_without_scripts_the_number_can_be_typed(live_server, browser, transactional_db):
    make_office()
    page = browser.new_context(java_script_enabled=False, locale="ja-JP").new_page()
    log_in(page, live_server, "tokatsu")
    page.goto(f"{live_server.url}/contacts/new/")
    page.fill("#who", "存在しない")
    page.click("button:has-text('記録を保存')")
    assert f"「存在しない」{ERROR}" in page.inner_text("main")
    page.context.close()


@pytest.mark.long
def test_another_of_the_other_cases_is_taken_when_its_field_is_left(writing):
    writing.click(".also summary")
    writing.fill("#id_also_cases", "相談77")
    writing.click("#id_text")
    writing.wait_for_selector("#also-chosen:has-text('C-0077')")
    assert writing.input_value("#id_also_cases") == "C-0077、"


def test_a_nameless_caller_is_taken_with_enter(writing):
    writing.keyboard.type("匿名")
    writing.wait_for_selector("#who-found [data-nobody]")
    writing.keyboard.press("Enter")
    writing.wait_for_function("document.activeElement.name === 'axis_kind'")
    assert (writing.input_value("#id_counterpart"), writing.input_value("#who"), writing.input_value("#id_case")) == ("匿名", "", "")


@pytest.mark.long
def test_numbers_divided_by_blanks_may_leave_their_letters_out(writing):
    writing.click(".also summary")
    writing.fill("#id_also_cases", "c42 77")
    writing.click("#id_text")
    writing.wait_for_selector("#also-chosen:has-text('C-0077')")
    assert writing.input_value("#id_also_cases") == "c42、C-0077、"


UNCHECKED = "まだ確かめていません。"


def test_how_often_it_counts_is_said_while_numbers_are_typed_and_that_they_are_not_checked_yet(writing):
    rule = "#also-rule"
    writing.click(".also summary")
    assert "この対応は1件と数えます。" in writing.inner_text(rule) and UNCHECKED not in writing.inner_text(rule)
    for typed, words in (("c42", "2つ"), ("c42、", "2つ"), ("c42、C-7", "3つ"), ("", "この対応は1件")):
        writing.fill("#id_also_cases", typed)
        assert words in writing.inner_text(rule) and (UNCHECKED in writing.inner_text(rule)) == bool(typed)
    for number in ("42", "77"):
        writing.focus("#id_also_cases")
        writing.keyboard.press("End")
        writing.keyboard.type(f"C-00{number}")
        writing.wait_for_selector("#also-found [data-meant]")
        writing.keyboard.press("Enter")
    assert writing.input_value("#id_also_cases") == "C-0042、C-0077、"
    assert "3つ" in writing.inner_text(rule) and UNCHECKED not in writing.inner_text(rule)
