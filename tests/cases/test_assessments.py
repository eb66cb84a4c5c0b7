"""アセスメント: the council's own questions, answered per case on a day, beside the time before."""
import pytest

from cases.assessing import words_of
from cases.forms.assessments import AssessmentForm
from cases.models import Answer, Assessment, Case, Question
from cases.periods import fiscal_year_of
from cases.reference import TABLES, import_reference, write

Kind = Question.Kind


@pytest.fixture
def case(small):
    return Case.objects.create(number="C-1", title="見本", subject="place", district=small.districts["osawa"], opened_on="2021-04-05")


@pytest.fixture
def questions(db):
    rows = [("健康", "食事", "text", ""), ("健康", "通院", "choice", "している\nしていない"), ("家計", "収入", "several", "年金\n給与\nなし"),
            ("家計", "家賃", "number", ""), ("家計", "最後に払った日", "date", "")]
    return [Question.objects.create(code=f"Q-{n}", section=section, label=label, kind=kind, choices=choices, order=n)
            for n, (section, label, kind, choices) in enumerate(rows)]


def typed(questions, *values):
    return {f"question_{each.pk}": value for each, value in zip(questions, values, strict=False)}


def fill(client, case, questions, *values, date="R3.6.1"):
    return client.post(f"/cases/{case.pk}/assessments/new/", {"date": date, "view": "見立ての文"} | typed(questions, *values))


ANSWERS = ("朝は食べない", "している", ["年金", "給与"], "４２０００", "令和3年5月31日")


def test_every_kind_of_answer_is_kept_and_shown(as_user, coordinator, case, questions):
    client = as_user(coordinator)
    fill(client, case, questions, *ANSWERS)
    assert list(Answer.objects.values_list("value", flat=True)) == ["朝は食べない", "している", "年金\n給与", "42000", "2021-05-31"]
    page = client.get(f"/assessments/{Assessment.objects.get().pk}/").content.decode()
    for words in ("健康", "朝は食べない", "年金、給与", "42,000", "令和3年5月31日", "見立ての文"):
        assert words in page
    form = client.get(f"/assessments/{Assessment.objects.get().pk}/edit/").context["form"]
    assert [form[f"question_{each.pk}"].value() for each in questions][2] == ["年金", "給与"]


def test_the_one_before_stands_beside_it_and_what_changed_is_said(as_user, coordinator, case, questions):
    client = as_user(coordinator)
    fill(client, case, questions, *ANSWERS)
    fill(client, case, questions, "朝は食べない", "していない", date="R3.12.1")
    page = client.get(f"/assessments/{Assessment.objects.first().pk}/")
    lines = {line.question.label: (line.now, line.before, line.differs) for _, lines in page.context["sections"] for line in lines}
    assert lines["食事"] == ("朝は食べない", "朝は食べない", False) and lines["通院"] == ("していない", "している", True)
    assert lines["家賃"] == (None, "42,000", False)  # not asked again is not known, which is no change
    assert page.content.decode().count("変化</span>") == 1


@pytest.mark.either
@pytest.mark.parametrize(("place", "value"), [(1, "時々"), (2, ["宝くじ"]), (3, "たくさん"), (4, "R3.2.30")])
def test_a_wrong_answer_is_refused_and_all_is_kept(as_user, coordinator, case, questions, place, value):
    values = [*ANSWERS]
    values[place] = value
    answer = fill(as_user(coordinator), case, questions, *values)
    assert answer.status_code == 422 and "朝は食べない" in answer.content.decode() and not Assessment.objects.exists()


@pytest.mark.either
def test_questions_hold_by_fiscal_year_and_answers_outlast_them(case, questions):
    Question.objects.filter(label="食事").update(last_year=2020)
    Question.objects.filter(label="通院").update(first_year=2022)
    old = Assessment.objects.create(case=case, date="2021-06-01")
    assert [each.label for each in AssessmentForm(instance=Assessment.objects.get()).questions] == ["収入", "家賃", "最後に払った日"]
    Answer.objects.create(assessment=old, question=questions[1], value="むかしの選択肢")
    form = AssessmentForm(instance=Assessment.objects.get())
    assert "むかしの選択肢" in str(form[f"question_{questions[1].pk}"]) and fiscal_year_of(Assessment.objects.get().date) == 2021


def test_a_change_of_an_answer_is_told_and_can_be_put_back(as_user, coordinator, case, questions):
    client = as_user(coordinator)
    fill(client, case, questions, "あ")
    assessment = Assessment.objects.get()
    client.post(f"/assessments/{assessment.pk}/edit/", {"date": "R3.6.1", "version": 1} | typed(questions, "い", "している"))
    page = client.get(f"/assessments/{assessment.pk}/history/")
    assert "<del>あ</del><ins>い</ins>" in page.content.decode() and "通院" in page.content.decode()
    first = page.context["page"].object_list[-1].seq
    form = client.get(f"/assessments/{assessment.pk}/edit/?from={first}").context["form"]
    assert [form[f"question_{each.pk}"].value() for each in questions[:2]] == ["あ", ""]


@pytest.mark.either
@pytest.mark.parametrize("change", [{"kind": "choice", "choices": ""}, {"first_year": "R4", "last_year": "R3"}, {"choices": "あ" * 61}, {"label": ""}])
def test_an_admin_makes_the_questions(as_user, admin, change):
    client, form = as_user(admin), {"code": "Q-1", "section": "健康", "label": "通院", "kind": "several", "choices": " 内科 \n\n歯科\n内科", "order": "1", "first_year": "R3"}
    assert client.post("/settings/assessment/new/", form | change).status_code == 422
    client.post("/settings/assessment/new/", form)
    question = Question.objects.get()
    assert (question.words, question.first_year) == (["内科", "歯科"], 2021)
    assert "内科、歯科" in client.get("/settings/assessment/").content.decode()


def test_only_who_sees_the_case_sees_its_assessments(as_user, coordinator, other_coordinator, case, questions):
    fill(as_user(coordinator), case, questions, *ANSWERS)
    assert as_user(other_coordinator).get(f"/assessments/{Assessment.objects.get().pk}/").status_code == 404


def test_the_page_takes_the_same_queries_however_many_questions_there_are(as_user, coordinator, case, questions, django_assert_max_num_queries):
    client = as_user(coordinator)
    fill(client, case, questions[:1], "あ")
    fill(client, case, questions, *ANSWERS)
    first, second = Assessment.objects.order_by("pk")
    with django_assert_max_num_queries(20) as few:
        client.get(f"/assessments/{first.pk}/")
    with django_assert_max_num_queries(len(few) + 1):  # the answers of the one before
        client.get(f"/assessments/{second.pk}/")


def test_the_questions_go_out_to_a_file_and_come_back(admin, questions):
    table = TABLES["questions"]
    content = write(table, "csv")
    Question.objects.filter(label="通院").update(choices="変わった", last_year=2021)
    Question.objects.filter(label="食事").delete()
    outcome = import_reference(table=table, content=content, file_name="x.csv", by=admin, dry_run=False)
    assert (outcome.created, outcome.updated, outcome.problems) == (1, 1, [])
    assert write(table, "csv") == content and Question.objects.get(label="通院").words == ["している", "していない"]


@pytest.mark.either
def test_a_question_in_a_file_that_cannot_be_is_refused(admin, questions):
    content = "項目コード,まとまり,項目,答え方,選択肢\nQ-9,健康,歯,1つ選ぶ,\nQ-8,健康,目,いつでも,\n".encode()
    outcome = import_reference(table=TABLES["questions"], content=content, file_name="x.csv", by=admin, dry_run=True)
    assert {each.column for each in outcome.problems} == {"選択肢", "答え方"} and Question.objects.count() == 5


@pytest.mark.parametrize(("said", "words"), [("32000", "32,000"), ("1234.5", "1,234.5"), ("-3", "-3"), ("0", "0")])
def test_a_number_is_read_with_commas(said, words):
    assert words_of(Question(kind="number"), said) == words


@pytest.fixture
def ended(questions):
    """通院 was asked until 令和3年度, 歯 is asked from 令和4年度 on."""
    Question.objects.filter(label="通院").update(last_year=2021)
    return [*questions, Question.objects.create(code="Q-9", section="健康", label="歯", first_year=2022, order=9)]


def labels(page):
    return [each.label for each in page.context["form"].questions]


def test_another_date_asks_the_questions_of_its_year_and_keeps_what_was_typed(as_user, coordinator, ended):
    sent = {"date": "R3.6.1"} | typed(ended, "朝は食べない", "", ["年金", "給与"], "たくさん")
    part = as_user(coordinator).post("/assessments/questions/", sent).content.decode()
    assert "令和3年度の項目です" in part and "通院" in part and "歯" not in part
    assert "朝は食べない" in part and 'value="たくさん"' in part and part.count("checked") == 2
    part = as_user(coordinator).post("/assessments/questions/", {"date": "R3.6.1"} | typed(ended[-1:], "むし歯")).content.decode()
    assert "むし歯" in part  # what was written is not lost


@pytest.mark.either
def test_another_day_of_the_same_fiscal_year_leaves_the_questions_alone(as_user, coordinator, ended):
    answer = as_user(coordinator).post("/assessments/questions/", {"date": "R3.6.2", "asked_year": "2021"} | typed(ended, "朝は食べない"))
    assert answer.status_code == 204 and not answer.content


@pytest.mark.either
def test_an_assessment_of_an_earlier_year_asks_that_year_s_questions_before_it_is_saved(as_user, coordinator, case, ended):
    client, sent = as_user(coordinator), {"date": "R3.6.1", "view": "見立ての文"}
    shown = client.get(f"/cases/{case.pk}/assessments/new/").context["form"]
    assert "通院" not in [each.label for each in shown.questions]
    page = client.post(f"/cases/{case.pk}/assessments/new/", sent | {"asked_year": shown["asked_year"].value()} | typed(ended, "朝は食べない"))
    assert page.status_code == 422 and "通院" in labels(page) and "歯" not in labels(page) and not Assessment.objects.exists()
    assert "令和3年度の項目を表示しました" in page.content.decode() and "朝は食べない" in page.content.decode()
    client.post(f"/cases/{case.pk}/assessments/new/", sent | {"asked_year": page.context["form"]["asked_year"].value()} | typed(ended, "朝は食べない", "している"))
    assert [each.value for each in Answer.objects.all()] == ["朝は食べない", "している"]


@pytest.mark.either
def test_how_an_answered_question_is_answered_stays_and_the_way_out_is_told(as_user, admin, case, questions):
    food, client = questions[0], as_user(admin)
    sent = {"code": food.code, "section": "健康", "label": "食事のようす", "kind": "number", "choices": "", "order": "0", "version": 1}
    client.post(f"/settings/assessment/{food.pk}/", sent | {"label": "食事"})
    Answer.objects.create(assessment=Assessment.objects.create(case=case, date="2021-06-01"), question=food, value="3")
    page = client.post(f"/settings/assessment/{food.pk}/", sent | {"kind": "text", "version": 2})
    assert page.status_code == 422 and "終了年度" in page.context["form"].errors["kind"][0] and "食事のようす" in page.content.decode()
    content = "項目コード,まとまり,項目,答え方,選択肢\nQ-0,健康,食事,文章,\n".encode()
    outcome = import_reference(table=TABLES["questions"], content=content, file_name="x.csv", by=admin, dry_run=False)
    food.refresh_from_db()
    assert [each.column for each in outcome.problems] == ["答え方"] and (food.kind, food.label) == ("number", "食事")
    client.post(f"/settings/assessment/{food.pk}/", sent | {"kind": "number", "version": 2})
    food.refresh_from_db()
    assert food.label == "食事のようす"


@pytest.mark.either
@pytest.mark.parametrize(("rent", "kept"), [("32,000", "32000"), ("３２，０００", "32000"), ("1,234.50", "1234.5"), ("0", "0"), ("", None)])
def test_a_number_is_read_as_it_is_printed(as_user, coordinator, case, questions, rent, kept):
    fill(as_user(coordinator), case, questions, "", "", [], rent)
    assert Assessment.objects.exists() and list(Answer.objects.values_list("value", flat=True)) == ([kept] if kept else [])


@pytest.mark.either
@pytest.mark.parametrize(("rent", "words"), [("-5", "0以上の数に"), ("3,2", "数字で"), ("1e400", "桁まで"), ("9" * 13, "桁まで"), ("1.234", "小数は2桁まで"), ("NaN", "数字で")])
def test_what_is_no_rent_is_refused_in_the_words_of_the_house(as_user, coordinator, case, questions, rent, words):
    page = fill(as_user(coordinator), case, questions, "", "", [], rent)
    assert page.status_code == 422 and rent in page.content.decode() and not Assessment.objects.exists()
    assert words in page.context["form"].errors[f"question_{questions[3].pk}"][0]


@pytest.mark.either
def test_an_assessment_that_says_nothing_is_refused_and_one_of_before_can_be_taken_back(as_user, coordinator, case, questions):
    client = as_user(coordinator)
    page = client.post(f"/cases/{case.pk}/assessments/new/", {"date": "R3.6.1", "view": " "} | typed(questions, "", "", [], "", ""))
    assert page.status_code == 422 and "どの項目にも答えがなく" in page.content.decode() and not Assessment.objects.exists()
    old = Assessment.objects.create(case=case, date="2021-06-01")
    client.post(f"/assessments/{old.pk}/edit/", {"date": "R3.6.1", "version": 1, "is_withdrawn": "on"})
    assert Assessment.objects.get().is_withdrawn
