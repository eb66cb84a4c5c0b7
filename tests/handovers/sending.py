"""What the pages of a handover send, and what is read in their answers."""
import datetime

from django.utils import timezone

from cases.models import Case, CaseEvent
from cases.periods import format_date

TODAY = timezone.localdate()
DAY = TODAY + datetime.timedelta(30)
TYPED = format_date(DAY)
PAGE = "/cases/handover/"


def plan(client, case, to, **typed):
    """Enter the handover of one case, ahead of its day unless another one is typed."""
    case.refresh_from_db()
    return client.post(f"/cases/{case.pk}/handover/", {"coordinator": to, "handed_on": TYPED, "note": "訪問の約束", "watch": "大きな声を避ける", "version": case.version} | typed)


def make_case(small, coordinator, number, **fields):
    """An open case of a place."""
    known = {"title": f"見本{number}", "subject": "place", "subject_name": "集会所", "district": small.districts["osawa"], "opened_on": "2021-04-05"}
    return Case.objects.create(number=number, coordinator=coordinator, **known | fields)


def pair(user, district):
    """A successor and the district in which the case is worked on then, as the page of many sends them."""
    return f"{user.pk}-{district.pk}"


def typed(page, *chosen, **more):
    """What the opened page of many sends, with these cases ticked; `own` is what is typed into their rows: {case: {"note": …}}."""
    form = page.context["form"]
    rows = {f"case-{case.pk}-chosen": "on" for case in chosen}
    rows |= {f"case-{case.pk}-{name}": value for case, fields in more.pop("own", {}).items() for name, value in fields.items()}
    return {"form_token": str(form["form_token"].value()), "version": form.version_text, "whose": form["whose"].value(), "handed_on": format_date(TODAY), "coordinator": "", "note": ""} | rows | more


def errors(answer):
    """What a refused page says beside each case."""
    assert answer.status_code == 422, answer.status_code
    form = answer.context["form"]
    return {row.case.number: [error for errors in row.errors.values() for error in errors] for row in form.rows if row.errors}


def nothing_happened():
    """Whether every case is whose it was."""
    return not CaseEvent.objects.exists() and len(set(Case.objects.values_list("coordinator", "district"))) == 1
