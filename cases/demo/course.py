"""The demo's course of cases: 受付 of each, and of a few an assessment, a plan, meetings and consents; all invented."""
import datetime

from cases.models import (
    Answer,
    Assessment,
    Case,
    CaseEvent,
    Conference,
    Consent,
    Goal,
    Monitoring,
    Question,
    Resource,
    SupportPlan,
    Task,
    Tie,
    User,
)

_ROUTES = ("本人から", "家族・親族から", "近隣住民から", "民生委員・児童委員から", "地域包括支援センターから", "市役所から")
_URGENCIES = ("通常", "早めに（1週間以内）", "通常", "すぐに（当日）")
_SHOWN = 3  # cases that have everything
# number of the agency or the name of somebody else, strength, direction: what is around their households
_AROUND = (("R-0001", "strong", "both"), ("隣の家の人", "normal", "from"), ("別居の妹", "weak", "none"), ("町会の役員", "conflict", "none"),
           ("R-0003", "normal", "from"))
# section, label, kind, choices; answers of the first and of the second time
_QUESTIONS = (
    ("健康", "体の具合", "text", "", "腰が痛く、長く歩けない。", "腰の痛みは軽くなった。"),
    ("健康", "通院", "choice", "している\nしていない\n分からない", "していない", "している"),
    ("住まい", "住まいの種類", "choice", "持ち家\n公営住宅\n民間の賃貸\nその他", "公営住宅", "公営住宅"),
    ("家計", "収入の種類", "several", "年金\n給与\n手当\n生活保護\nなし", "年金", "年金\n手当"),
    ("家計", "ひと月の家賃（円）", "number", "", "32000", "32000"),
    ("人とのつながり", "困ったときに頼る人", "text", "", "いない。", "民生委員、週に1度の体操の仲間。"),
)


def write_course(users: dict[str, User]) -> None:
    """Write it along the cases that are there. A district's coordinator has the district's code as username."""
    cases = list(Case.objects.select_related("household", "district").order_by("number"))
    CaseEvent.objects.bulk_create(_intake(case, place, users[case.district.code]) for place, case in enumerate(cases))
    questions = [Question.objects.create(code=f"Q-{place + 1:04d}", section=section, label=label, kind=kind, choices=choices, order=10 * (place + 1))
                 for place, (section, label, kind, choices, *_) in enumerate(_QUESTIONS)]
    shown = [case for case in cases if case.household and case.closed_on is None][:_SHOWN]
    for case in shown:
        by = users[case.district.code]
        _assess(case, questions, by)
        _plan(case, by)
        _consent(case, by)
        _surround(case)
    if shown:
        _confer(shown, users)


def _surround(case: Case) -> None:
    agencies = Resource.objects.in_bulk([name for name, *_ in _AROUND], field_name="code")
    Tie.objects.bulk_create(Tie(household=case.household, resource=agencies.get(name), name="" if name in agencies else name,
                                strength=strength, direction=direction) for name, strength, direction in _AROUND)


def _intake(case: Case, place: int, by: User) -> CaseEvent:
    return CaseEvent(case=case, kind=CaseEvent.Kind.INTAKE, date=case.opened_on, route=_ROUTES[place % len(_ROUTES)],
                     urgency=_URGENCIES[place % len(_URGENCIES)], complaint=case.summary, created_by=by)


def _after(case: Case, days: int) -> datetime.date:
    return case.opened_on + datetime.timedelta(days)


def _assess(case: Case, questions: list[Question], by: User) -> None:
    for turn, days in enumerate((7, 120)):
        assessment = Assessment.objects.create(case=case, date=_after(case, days), created_by=by,
                                               view=("孤立しており、体調と家計の両方に手当てが要る。", "つながりができ、落ち着いてきている。")[turn])
        Answer.objects.bulk_create(Answer(assessment=assessment, question=question, value=row[4 + turn])
                                   for question, row in zip(questions, _QUESTIONS, strict=True))


def _plan(case: Case, by: User) -> None:
    plan = SupportPlan.objects.create(case=case, made_on=_after(case, 14), created_by=by, wish="住み慣れた家で暮らし続けたい。",
                                      policy="医療につなぎ、近くに話せる人を増やす。", starts_on=_after(case, 14), agreed_on=_after(case, 14))
    for aim, who, what, result in (("月に1度、通院する。", "コーディネーター", "初めの通院に同行する", "同行した。次回から一人で行ける。"),
                                   ("週に1度、人と話す。", "民生委員", "体操の集まりに誘う", "")):
        goal = Goal.objects.create(plan=plan, aim=aim)
        Task.objects.create(goal=goal, who=who, what=what, until=_after(case, 60), result=result, done_on=_after(case, 50) if result else None)
    Monitoring.objects.create(plan=plan, date=_after(case, 75), progress="通院が始まった。体操にはまだ出ていない。", voice="先生が話を聞いてくれる。",
                              next_on=_after(case, 165), created_by=by)


def _consent(case: Case, by: User) -> None:
    member = case.household.members.first()
    if member:
        Consent.objects.create(member=member, scope="地域包括支援センター、主治医", content="健康と暮らしのこと", given_on=_after(case, 14), method="written",
                               created_by=by)


def _confer(cases: list[Case], users: dict[str, User]) -> None:
    by, agency = users[cases[0].district.code], Resource.objects.first()
    kinds = ({"kind": "support", "host": "市 地域福祉課"},
             {"kind": "multilayered", "host": "多機関協働事業者", "consent_on": _after(cases[0], 20), "consent_method": "written"})
    for turn, fields in enumerate(kinds):
        conference = Conference.objects.create(date=_after(cases[0], 30 + 60 * turn), created_by=by, talk="医療とのつながりと、見守りの分担を話し合った。",
                                               decisions="見守りは週に2回とし、変化があれば互いに知らせる。", **fields)
        conference.cases.set(cases[:1])
        conference.people.set([by])
        conference.agencies.set([agency] if agency else [])
        Task.objects.create(conference=conference, who="地域包括支援センター", what="介護保険の申請を手伝う", until=_after(cases[0], 50 + 60 * turn))
