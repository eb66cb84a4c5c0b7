"""What is in sight, as conditions on whatever belongs to a case or a contact."""
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cases.models import User

from .closed import Ids, closed_to, unseen


def none_of(path: str, ids: Ids | QuerySet) -> Q:
    """That what is at `path` is none of these; no condition where there are none."""
    return ~Q(**{f"{path}__in": ids}) if isinstance(ids, QuerySet) or ids else Q()


@dataclass(frozen=True, slots=True)
class Sight:
    """What a user has in sight within some districts.

    Said of the columns of joined tables: a nested question for the case of each row took longer to put together than
    to answer.
    """

    user: User
    districts: Ids

    def of_case(self, path: str) -> Q:
        """That the case at `path` is one of `sight._cases`."""
        return self.within(path) & none_of(path, closed_to(self.user).cases)

    def of_contact(self, path: str) -> Q:
        """That the contact at `path` is counted for these districts, or is of a case of theirs that brought it, and none of its cases hides it."""
        here = Q(**{f"{path}__district__in": self.districts}) | self.within(f"{path}__case")
        return here & Q(**{f"{path}__deleted_at": None}) & none_of(f"{path}__case", closed_to(self.user).cases) & none_of(
            path, unseen(self.user, self.districts))

    def within(self, path: str) -> Q:
        """That the case or contact at `path` is of these districts and not deleted."""
        return Q(**{f"{path}__deleted_at": None, f"{path}__district__in": self.districts})
