"""家系図・エコマップ: the family figures of a household, and the relations and ties that they are drawn from."""
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.family import HouseholdFamily, family_of, why_not_drawn
from cases.family_doubts import doubts_of, tie_doubts
from cases.forms.kinship import KinshipForm, open_proposals
from cases.forms.relations import RelationForm, TieForm
from cases.genogram.ecomap import ecomap, link_words
from cases.genogram.figure import genogram
from cases.genogram.sentences import person_words, relation_words
from cases.genogram.symbols import FILL, SLASHES, TRIANGLE, Signs
from cases.models import Council, Household, Relation, Tie
from cases.services.relations import add_relations

from .banners import banners, permissions
from .form_drafts import FormDrafts, form_drafts
from .record_pages import record_page, restored

FOR_FIGURE = "図の内容は、下に文でも書いています。"


@require_GET
@access.roles(*access.EVERYONE)
def household_family(request, pk):
    """Both figures of a household, the same in sentences, and the rows behind them."""
    household = access.get_household(request.user, pk)
    found = family_of(request.user, household)
    return render(request, "cases/households/family.html", {
        "household": household, "found": found, **_figures(household, found),
        "people": [person_words(each) for each in found.family.people], "sentences": relation_words(found.family),
        "doubts": _doubts(found), "count": len(found.relations) + len(found.ties), "links": [link_words(each) for each in found.links],
        "proposed": len(open_proposals(access.members_of(request.user, household), [each for each in found.relations if not each.is_withdrawn])),
        "relations": [(each, why_not_drawn(each)) for each in found.relations],
        "ties": [(tie, link, why_not_drawn(tie)) for tie, link in found.ties],
        **permissions(request.user, household), **banners(request.user, household)})


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def relation_new(request, pk):
    """Say what two members are to each other."""
    household = access.get_household(request.user, pk, to_change=True)
    return _relation_page(request, Relation(household=household), "関係を登録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def relation_edit(request, pk):
    """Change or withdraw a relation."""
    return _relation_page(request, access.get_relation(request.user, pk, to_change=True), "関係を保存しました。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def household_kinship(request, pk):
    """Relations that the 続柄 speak for; those that are chosen are stored, once, and the others stay open."""
    household = access.get_household(request.user, pk, to_change=True)
    form = KinshipForm(request.POST if request.method == "POST" else None, household=household, user=request.user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "cases/households/kinship.html", {
            "household": household, "form": form, **banners(request.user, household)}, status=422 if request.method == "POST" else 200)
    added = add_relations(household=household, chosen=[(each.first, each.second, kind) for each, kind in form.chosen])
    if added:
        messages.success(request, f"関係を{added}件登録しました。")
    else:
        messages.info(request, "新しく登録した関係はありません。")
    return redirect("household_family", household.pk)


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def tie_new(request, pk):
    """Say what the household, or a member, is to an agency or a person around it."""
    household = access.get_household(request.user, pk, to_change=True)
    return _tie_page(request, Tie(household=household), "つながりを登録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def tie_edit(request, pk):
    """Change or withdraw a tie."""
    return _tie_page(request, access.get_tie(request.user, pk, to_change=True), "つながりを保存しました。")


def _relation_page(request, relation: Relation, saved_words: str):
    drafts = form_drafts(request, "relation", relation, relation.household_id)
    form = drafts.fill(RelationForm, user=request.user, initial=_start(request, relation))
    return _page(drafts, form, access.visible_relations(request.user), saved_words)


def _tie_page(request, tie: Tie, saved_words: str):
    drafts = form_drafts(request, "tie", tie, tie.household_id)
    form = drafts.fill(TieForm, user=request.user, initial=_start(request, tie))
    return _page(drafts, form, access.visible_ties(request.user), saved_words)


def _start(request, row) -> dict:
    return {} if row._state.adding else restored(request, row)


def _page(drafts: FormDrafts, form, rows, saved_words: str):
    request, kind, row, household = drafts.request, drafts.noun, form.instance, form.instance.household
    return record_page(request, form, "cases/households/relation.html", saved_words=saved_words, address=_family_page,
                       among=rows.filter(household=household), edit=f"{kind}_edit", household=household, kind=kind,
                       noun=row._meta.verbose_name, row=None if row._state.adding else row, drafts=drafts, **banners(request.user, household))


def _family_page(row: Relation | Tie) -> str:
    return reverse("household_family", args=[row.household_id])


def _doubts(found: HouseholdFamily) -> list[str]:
    """What may be a mistake, in words; nothing of ties whose other end is not told."""
    ties = {} if found.hides else tie_doubts(tie for tie, _ in found.ties)
    return [*doubts_of(found.relations).values(), *ties.values()]


def _figures(household: Household, found: HouseholdFamily) -> dict:
    """The SVGs; every word in them is escaped where they are made (genogram/svg.py)."""
    council, people = Council.current(), found.family.people
    signs = Signs(council.death_sign or FILL, council.unknown_sign or TRIANGLE, council.divorce_sign or SLASHES)
    told = f"世帯員{len(people)}人と、関係{len(relation_words(found.family))}件の図です。{FOR_FIGURE}"
    around = f"世帯を中心に、つながり{len(found.links)}件を周りに描いた図です。{FOR_FIGURE}"
    return {"genogram": genogram(found.family, signs, title=f"{household.number} 家系図", told=told) if people else "",
            "ecomap": ecomap(found.links, found.here, signs, name=str(household), title=f"{household.number} エコマップ",
                             told=around) if found.links else ""}
