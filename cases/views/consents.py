"""同意 of the members of a household."""
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.forms.consents import ConsentForm
from cases.models import Consent, Household, User

from .banners import banners
from .form_drafts import form_drafts
from .record_pages import record_page, restored


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def member_consent(request, pk):
    """Write down a member's consent."""
    member = access.get_member(request.user, pk, to_change=True)
    return _page(request, Consent(member=member), "同意を登録しました。", {"given_on": timezone.localdate()})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def consent_edit(request, pk):
    """Change a consent, or say that it was withdrawn: ?withdrawn=1 puts in today."""
    consent = access.get_part(request.user, Consent, pk, to_change=True)
    start = {"withdrawn_on": timezone.localdate()} if request.GET.get("withdrawn") and not consent.withdrawn_on else {}
    return _page(request, consent, "同意を保存しました。", start | restored(request, consent))


def consents_of(user: User, household: Household) -> dict:
    """What the page of a household says of its members' consents, those that are over last, and apart those entered by mistake."""
    rows = access.consents_of(user, household).select_related("member")
    rows = sorted(rows, key=lambda each: each.withdrawn_on is not None)
    return {"consents": [row for row in rows if not row.is_withdrawn], "withdrawn_consents": [row for row in rows if row.is_withdrawn]}


def consent_page(consent: Consent) -> str:
    """Where a consent is shown: on its household's page."""
    return reverse("household_detail", args=[consent.member.household_id]) + "#consents"


def _page(request, consent: Consent, saved_words: str, initial: dict):
    drafts = form_drafts(request, "consent", consent, consent.member_id)
    form = drafts.fill(ConsentForm, initial=initial)
    member = consent.member
    return record_page(request, form, "cases/consents/form.html", saved_words=saved_words, address=consent_page, edit="consent_edit",
                       among=access.visible_parts(request.user, Consent), member=member, household=member.household,
                       drafts=drafts, consent=None if consent._state.adding else consent, **banners(request.user, member))
