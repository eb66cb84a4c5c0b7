"""What the words of a ledger may stand for: rows in the sight of whoever writes or reads the file; of everybody's for a command.

What is out of sight cannot be told from what is not there.
"""
from collections import defaultdict
from datetime import date
from functools import cached_property

from cases import access, trail
from cases.imports.cells import CellError, split_values
from cases.models import (
    ActivityKind,
    Case,
    Contact,
    District,
    Household,
    Leader,
    Member,
    Relation,
    Resource,
    User,
)
from cases.text import fold, fold_label

from .unnumbered import by_word, is_word, word_of


class Scope:
    """Looks words up, each table asked once. `user` None sees and changes everything."""

    def __init__(self, user: User | None):
        self.user = user
        self._relations: dict[int, list[Relation]] = {}
        self._contacts: dict[str, Contact] = {}  # those that were asked for

    def rows(self, model, visible):
        """All rows of a model, or those that `visible` gives to the user."""
        return model.objects.all() if self.user is None else visible(self.user)

    # -- Looking up

    def resource_of(self, word: str, values=None) -> Resource:
        """The resource with this number, or the only one with this name."""
        return self._resources.get(fold_label(word)) or _only(self._resources_called.get(fold(word), ()), word, "社会資源", "番号")

    def district_of(self, word: str, values=None) -> District:
        """The district with this code, or the only one with this name."""
        return next((each for each in self._districts if each.code == word), None) or _only(
            [each for each in self._districts if fold_label(each.name) == fold_label(word)], word, "地区", "地区コード")

    def kind_of(self, word: str, values=None) -> ActivityKind:
        """The kind of the register with this code, or the only one with this name."""
        return next((each for each in self._kinds if each.code == word), None) or _only(
            [each for each in self._kinds if fold_label(each.name) == fold_label(word)], word, "種別", "種別コード")

    def kind_word(self, kind: ActivityKind) -> str:
        """Its name, or its code where several kinds bear that name."""
        return kind.name if sum(fold_label(each.name) == fold_label(kind.name) for each in self._kinds) == 1 else kind.code

    def people_of(self, cell: str, values=None) -> list[User]:
        """Users by user name or by the only name, several separated as in the contact records."""
        return [self._person(each.label) for each in split_values(cell, ())]

    def _person(self, word: str) -> User:
        return next((each for each in self._users if each.username == word), None) or _only(
            [each for each in self._users if fold_label(each.name) == fold_label(word)], word, "担当者", "利用者名")

    def case_of(self, word: str, values=None) -> Case:
        """The case in sight with this number."""
        return _found(self._cases, word, "ケース番号")

    def contact_of(self, word: str, values=None) -> Contact:
        """The contact in sight with this 記録番号, or the word of one that has none."""
        if word not in self._contacts:
            rows = self.rows(Contact, access.visible_contacts)
            self._contacts |= {each.record_number: each for each in rows.filter(record_number=word)} or (
                by_word([word], rows) if is_word(word) else {})
        if is_word(word) and word not in self._contacts:
            raise CellError("この対応記録は見つかりません。書き出した後に直した記録のつなぎは、画面で登録してください。")
        return _found(self._contacts, word, "記録番号")

    @staticmethod
    def contact_word(contact: Contact) -> str:
        """Its 記録番号, or what stands for it where it has none."""
        return contact.record_number or word_of(contact)

    def household_of(self, word: str, values=None) -> Household:
        """The household in sight with this number."""
        return _found(self._households, word, "世帯番号")

    def member_of(self, word: str, values) -> Member:
        """The member in sight of the row's household that the word stands for alone: a name, a name with 続柄, or 「2人目」."""
        members = self.members_of(values["household"].pk) if values.get("household") else []
        found = [each for place, each in enumerate(members, start=1)
                 if fold(word) in map(fold, self._member_words(each, place)) and self._may_see(each)]
        return _only(found, word, "この世帯の世帯員", "「氏名（続柄）」か「2人目」の形")

    def member_word(self, member: Member) -> str:
        """The first word that stands for the member alone."""
        members = self.members_of(member.household_id)
        words = self._member_words(member, [each.pk for each in members].index(member.pk) + 1)
        others = {fold(word) for place, each in enumerate(members, start=1) if each.pk != member.pk for word in self._member_words(each, place)}
        return next((word for word in words if word and fold(word) not in others), words[-1])

    @staticmethod
    def _member_words(member: Member, place: int) -> list[str]:
        """The ways to name a member; the last one, by the place in the household, stands for nobody else unless someone is called so."""
        name = member.full_name
        return [word for word in (name, f"{name}（{member.relation}）" if name and member.relation else member.relation) if word] + [f"{place}人目"]

    # -- Tables

    def members_of(self, household: int) -> list[Member]:
        """Everyone of the household in the order of entry, those out of sight too, so that places mean the same for all."""
        return self._members[household]

    def relations_of(self, household: int) -> list[Relation]:
        """The standing relations in sight of a household; what a file adds is put in."""
        if household not in self._relations:
            self._relations[household] = list(self.rows(Relation, access.visible_relations).filter(household=household, is_withdrawn=False))
        return self._relations[household]

    def has_leader(self, resource: Resource, name: str, role: str, starts_on: date | None) -> bool:
        """Whether somebody of this name is stored in this role of the resource since the same day."""
        return (resource.pk, fold(name), fold(role), starts_on) in self._leaders

    @cached_property
    def _leaders(self) -> set[tuple]:
        return {(resource, fold(name), fold(role), day) for resource, name, role, day in Leader.objects.values_list("resource", "name", "role", "starts_on")}

    @cached_property
    def _members(self) -> dict[int, list[Member]]:
        found = defaultdict(list)
        with trail.offering():  # compared, not shown
            for each in Member.objects.order_by("pk"):
                found[each.household_id].append(each)
        return found

    def _may_see(self, member: Member) -> bool:
        return self.user is None or member.pk in self._seen

    def may_change(self, case: Case | None = None, contact: Contact | None = None, household: Household | None = None,
                   district: District | None = None) -> bool:
        """Whether rows may be added to this one."""
        if self.user is None:
            return True
        return bool((case and case.pk in self._changeable["case"]) or (household and household.pk in self._changeable["household"])
                    or (district and district.pk in self._changeable["district"])
                    or (contact and access.changeable_contacts(self.user).filter(pk=contact.pk).exists()))

    @cached_property
    def _changeable(self) -> dict[str, set[int]]:
        lists = {"case": access.changeable_cases, "household": access.changeable_households, "district": access.changeable_districts}
        return {name: set(rows(self.user).order_by().values_list("pk", flat=True)) for name, rows in lists.items()}

    @cached_property
    def _seen(self) -> set[int]:
        return set(access.visible_members(self.user).order_by().values_list("pk", flat=True))

    @cached_property
    def _resources(self) -> dict[str, Resource]:
        return {fold_label(each.code): each for each in Resource.objects.all()}

    @cached_property
    def _resources_called(self) -> dict[str, list[Resource]]:
        called = defaultdict(list)
        for each in self._resources.values():
            called[fold(each.name)].append(each)
        return called

    @cached_property
    def _districts(self) -> list[District]:
        return list(District.objects.all())

    @cached_property
    def _kinds(self) -> list[ActivityKind]:
        return list(ActivityKind.objects.all())

    @cached_property
    def _users(self) -> list[User]:
        return list(User.objects.all())

    @cached_property
    def _cases(self) -> dict[str, Case]:
        return {each.number: each for each in self.rows(Case, access.visible_cases)}

    @cached_property
    def _households(self) -> dict[str, Household]:
        return {each.number: each for each in self.rows(Household, access.visible_households)}


def _found(known: dict, word: str, what: str):
    if word not in known:
        raise CellError(f"この{what}の記録は見つかりません。番号を確かめてください。")
    return known[word]


def _only(found, word: str, what: str, instead: str):
    if len(found) != 1:
        raise CellError(f"「{word}」という{what}が2つ以上あります。{instead}で書いてください。" if found
                        else f"「{word}」という{what}は登録されていません。")
    return found[0]
