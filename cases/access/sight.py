"""Which rows a user may see and change: the querysets that everything else is fetched from."""
from collections.abc import Callable, Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases import trail
from cases.models import (
    Activity,
    Case,
    Contact,
    Council,
    District,
    Household,
    Member,
    Protection,
    Referral,
    Relation,
    Tie,
    User,
    Waiting,
)

from .by_role import COORDINATOR
from .closed import Ids, closed_to
from .conditions import Sight, none_of


def changeable_districts(user: User) -> QuerySet[District]:
    """Districts whose records the user may read and write today."""
    return District.objects.filter(pk__in=_ids_to_change(user))


def visible_districts(user: User) -> QuerySet[District]:
    """Districts whose records the user may read today."""
    return District.objects.all() if reads_elsewhere(user) else changeable_districts(user)


def own_districts(user: User) -> list[District]:
    """The changeable districts, asked once a request: every question about a record needs them, and as numbers they cost no subquery."""
    return trail.once(("own", user.pk), lambda: [*user.districts_on(timezone.localdate())])


def the_council() -> Council:
    """The council, asked for once a request; to be read."""
    return trail.once("council", Council.current)


def reads_elsewhere(user: User) -> bool:
    """Whether the user may read more today than they may change: a coordinator who covers for the others, where the council lets them."""
    return _covers(user, own_districts(user))


def _covers(user: User, own: Collection) -> bool:
    return user.role == COORDINATOR and bool(own) and the_council().reads_elsewhere


def _ids_to_change(user: User) -> Ids:
    return [each.pk for each in own_districts(user)]


def _ids_to_read(user: User) -> Ids:
    own = _ids_to_change(user)
    return trail.once("every district", lambda: [*District.objects.values_list("pk", flat=True)]) if _covers(user, own) else own


def to_read(user: User) -> Sight:
    """What the user may read today, as conditions."""
    return Sight(user, _ids_to_read(user))


def to_change(user: User) -> Sight:
    """What the user may change today, as conditions."""
    return Sight(user, _ids_to_change(user))


def _made_once(name: str, make: Callable[..., QuerySet], user: User, within: Ids | QuerySet) -> QuerySet:
    """What `make` makes, put together once a request: a page asks a dozen questions of the same records."""
    return trail.once((name, make, user.pk), lambda: make(user, within)).all()


def visible_cases(user: User) -> QuerySet[Case]:
    """Cases of a visible district that are not closed to the user."""
    return _made_once("visible", _cases, user, _ids_to_read(user))


def changeable_cases(user: User) -> QuerySet[Case]:
    """Visible cases of the user's own districts."""
    return _made_once("changeable", _cases, user, _ids_to_change(user))


def visible_households(user: User) -> QuerySet[Household]:
    """Households that live in a visible district, have a case there, or were entered by the user."""
    return _made_once("visible", _households, user, _ids_to_read(user))


def changeable_households(user: User) -> QuerySet[Household]:
    """Visible households of the user's own districts, and those without any that the user entered."""
    return _made_once("changeable", _households, user, _ids_to_change(user))


def visible_members(user: User) -> QuerySet[Member]:
    """Members of visible households that are not closed to the user."""
    return _made_once("visible", _members, user, visible_households(user))


def changeable_members(user: User) -> QuerySet[Member]:
    """Visible members of the households that the user may change."""
    return _made_once("changeable", _members, user, changeable_households(user))


def visible_protections(user: User) -> QuerySet[Protection]:
    """Standing protections of visible households, those of a member closed to the user left out."""
    return _protections(user, visible_households(user))


def changeable_protections(user: User) -> QuerySet[Protection]:
    """Visible protections of the households that the user may change."""
    return _protections(user, changeable_households(user))


def visible_relations(user: User) -> QuerySet[Relation]:
    """Relations between two members who are both in sight."""
    return _relations(user, visible_households(user))


def changeable_relations(user: User) -> QuerySet[Relation]:
    """Visible relations of the households that the user may change."""
    return _relations(user, changeable_households(user))


def visible_ties(user: User) -> QuerySet[Tie]:
    """Ties of visible households, those of a member closed to the user left out."""
    return _ties(user, visible_households(user))


def changeable_ties(user: User) -> QuerySet[Tie]:
    """Visible ties of the households that the user may change."""
    return _ties(user, changeable_households(user))


def visible_waitings(user: User) -> QuerySet[Waiting]:
    """What visible cases, and visible contacts of no case, wait for."""
    return _of_records(Waiting, to_read(user))


def changeable_waitings(user: User) -> QuerySet[Waiting]:
    """What the cases and contacts wait for that the user may change."""
    return _of_records(Waiting, to_change(user))


def visible_activities(user: User) -> QuerySet[Activity]:
    """Entries of the register of a visible district. They are of groups and places, and nobody closes them."""
    return Activity.objects.filter(district__in=_ids_to_read(user))


def changeable_activities(user: User) -> QuerySet[Activity]:
    """Visible entries of the user's own districts."""
    return Activity.objects.filter(district__in=_ids_to_change(user))


def visible_referrals(user: User) -> QuerySet[Referral]:
    """Referrals of visible cases, and of visible contacts of no case."""
    return _of_records(Referral, to_read(user))


def changeable_referrals(user: User) -> QuerySet[Referral]:
    """Referrals of the cases and contacts that the user may change."""
    return _of_records(Referral, to_change(user))


def counted_cases(user: User) -> QuerySet[Case]:
    """Every case of the user's own districts, closed ones too: to be counted, never to be shown."""
    return Case.objects.filter(district__in=_ids_to_change(user))


def counted_contacts(user: User) -> QuerySet[Contact]:
    """Every contact of the user's own districts, those of closed cases too: to be counted, never to be shown."""
    return Contact.objects.filter(district__in=_ids_to_change(user))


def protected_households() -> QuerySet[Household]:
    """Households whose whereabouts are hidden: some protection of them or of a member stands."""
    return Household.objects.filter(pk__in=Protection.objects.standing().values("household"))


def _cases(user: User, districts: Ids, among: QuerySet | None = None) -> QuerySet[Case]:
    among = Case.objects.all() if among is None else among
    return among.filter(none_of("pk", closed_to(user).cases), district__in=districts)


def _households(user: User, districts: Ids, among: QuerySet | None = None) -> QuerySet[Household]:
    among = Household.objects.all() if among is None else among
    # A restricted case leaves its household where it was: any case of the district counts here.
    here = Q(district__in=districts) | Q(pk__in=Case.objects.filter(district__in=districts).values("household"))
    if districts:  # whoever works nowhere today sees nothing, not even what they once entered
        here |= Q(created_by=user, district=None) & ~Exists(Case.objects.filter(household=OuterRef("pk")))
    return among.filter(here, none_of("pk", closed_to(user).households))


def _members(user: User, households: QuerySet[Household], among: QuerySet | None = None) -> QuerySet[Member]:
    among = Member.objects.all() if among is None else among
    return among.filter(none_of("pk", closed_to(user).members), household__in=households.order_by().values("pk"))


def members_within(sight: Sight) -> QuerySet[Member]:
    """The members in a user's sight within some districts, in no order."""
    return _members(sight.user, _households(sight.user, sight.districts)).order_by()


def _protections(user: User, households: QuerySet[Household], among: QuerySet | None = None) -> QuerySet[Protection]:
    among = Protection.objects.standing() if among is None else among
    return among.filter(household__in=households.order_by().values("pk")).exclude(
        member__in=Member.objects.closed_to(user))


def _relations(user: User, households: QuerySet[Household]) -> QuerySet[Relation]:
    members = _members(user, households).order_by().values("pk")
    return Relation.objects.filter(household__in=households.order_by().values("pk"), first__in=members, second__in=members)


def _ties(user: User, households: QuerySet[Household]) -> QuerySet[Tie]:
    members = _members(user, households).order_by().values("pk")
    return Tie.objects.filter(Q(member=None) | Q(member__in=members), household__in=households.order_by().values("pk"))


def _of_records(model, sight: Sight) -> QuerySet:
    """Waitings or referrals of these cases and contacts."""
    return model.objects.filter(sight.of_case("case") | sight.of_contact("contact"))


def ended_protections(user: User, household: Household | None = None) -> QuerySet[Protection]:
    """Protections that were ended, of visible households (of this one), those of a member closed to the user left out."""
    found = _protections(user, visible_households(user), Protection.objects.exclude(ended_at=None))
    return found if household is None else found.filter(household=household)
