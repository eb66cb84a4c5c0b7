"""A form of a new household or member asks once whether it is one that is registered already (重複)."""
from functools import cached_property

from cases import access
from cases.duplicates import Similar, similar_households, similar_members
from cases.likenesses import ASK_FROM, household_traits, person_traits

ASK = "似た記録が登録されています。同じ{noun}でなければ「それでも登録する」を押してください。"
ANYWAY = "anyway"


class AsksAboutSimilar:
    """Mixin: `similar` are the records in `user`'s sight that what is typed may be; likely ones are asked about on saving."""

    noun = ""
    user = None

    def clean(self):
        """As the form's own; an error where the question is still open."""
        super().clean()
        self.asks = bool(self.is_new and not self.errors and ANYWAY not in self.data and self.likely)
        if self.asks:
            self.add_error(None, ASK.format(noun=self.noun))
        return self.cleaned_data

    @property
    def likely(self) -> list[Similar]:
        """Those with enough in common to be asked about."""
        return [each for each in self.similar if each.score >= ASK_FROM]

    @cached_property
    def similar(self) -> list[Similar]:
        """The likeliest first; [] before anything was sent, and of a row that is stored already."""
        return self._look(self.cleaned_data) if self.user and self.is_new and hasattr(self, "cleaned_data") else []

    def _look(self, said: dict) -> list[Similar]:
        raise NotImplementedError


class AsksAboutHouseholds(AsksAboutSimilar):
    """Of a household: its name, address and telephone."""

    noun = "世帯"

    def _look(self, said: dict) -> list[Similar]:
        typed = {name: said.get(name) or "" for name in ("name", "address", "phone")}
        return similar_households(self.user, set(household_traits(city=access.the_council().city, **typed)))


class AsksAboutMembers(AsksAboutSimilar):
    """Of a member: name, kana, day of birth and telephone."""

    noun = "人"

    def _look(self, said: dict) -> list[Similar]:
        family, given = said.get("family_name") or "", said.get("given_name") or ""
        return similar_members(self.user, set(person_traits(
            name=family + given if family and given else "", kana=said.get("kana") or "", birth=said.get("birth_date"),
            phone=said.get("phone") or "")))
