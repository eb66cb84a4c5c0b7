"""The form of relations that 続柄 speak for: one question a pair, left open until somebody answers it."""
from django import forms

from cases import access
from cases.family_rules import RING, is_ring, same_kinds
from cases.kinship import Person, Proposal, proposals
from cases.models import Household, Member, Relation, User

from .base import HouseForm
from .widgets import ChipRadio

OPEN = ("", "わからない（登録しない）")


class KinshipForm(HouseForm, forms.Form):
    """A question for each pair of members in sight for whom no relation of the sort is stored."""

    def __init__(self, data=None, *, household: Household, user: User):
        super().__init__(data)
        self.members = {each.pk: each for each in access.visible_members(user).filter(household=household)}
        self.known = list(access.visible_relations(user).filter(household=household, is_withdrawn=False))
        self.proposed = {each.key: each for each in open_proposals(self.members.values(), self.known)}
        labels = dict(Relation.Kind.choices)
        for key, each in self.proposed.items():
            self.fields[key] = forms.ChoiceField(
                label=self._asked(each), required=False, widget=ChipRadio, choices=[OPEN, *((kind, labels[kind]) for kind in each.kinds)],
                help_text=f"続柄「{each.words}」から考えられる関係です。")

    def _asked(self, proposal: Proposal) -> str:
        first, second = (_called(self.members[pk]) for pk in (proposal.first, proposal.second))
        return f"親：{first}　子：{second}" if proposal.sort == "parent" else f"{first}　と　{second}"

    @property
    def chosen(self) -> list[tuple[Proposal, str]]:
        """The pairs that were answered, with their kinds."""
        return [(self.proposed[key], kind) for key, kind in self.cleaned_data.items() if kind]

    def clean(self):
        """No ancestor of oneself, answers of the same page included."""
        super().clean()
        known = [*self.known]
        for proposal, kind in self.chosen:
            if kind in Relation.PARENTAGES and is_ring(known, proposal.first, proposal.second):
                self.add_error(proposal.key, RING)
            known.append(Relation(first_id=proposal.first, second_id=proposal.second, kind=kind))
        return self.cleaned_data


def open_proposals(members, known) -> list[Proposal]:
    """What the 続柄 of these members speak for and `known` relations do not say."""
    said = {(frozenset((each.first_id, each.second_id)), same_kinds(each.kind)) for each in known}
    return [each for each in proposals(Person(member.pk, member.relation) for member in members)
            if (frozenset((each.first, each.second)), same_kinds(each.kind)) not in said]


def _called(member: Member) -> str:
    return f"{member.full_name}（{member.relation}）" if member.full_name and member.relation else str(member)
