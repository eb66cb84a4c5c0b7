"""What belongs to a case and has an address of its own: whoever sees, or may change, the case does so with its parts."""
from django.db.models import Exists, Model, OuterRef, QuerySet

from cases.models import Case, CaseEvent, User

from .sight import changeable_cases, visible_cases

# The models, and the way from each to its case.
CASE_OF: dict[type[Model], str] = {CaseEvent: "case"}


def visible_parts(user: User, model: type[Model]) -> QuerySet:
    """The rows of a model of CASE_OF whose case is in sight."""
    return _of(visible_cases(user), model)


def changeable_parts(user: User, model: type[Model]) -> QuerySet:
    """The rows of a model of CASE_OF whose case the user may change."""
    return _of(changeable_cases(user), model)


def _of(cases: QuerySet[Case], model: type[Model]) -> QuerySet:
    return model._default_manager.filter(Exists(cases.order_by().filter(pk=OuterRef(CASE_OF[model]))))
