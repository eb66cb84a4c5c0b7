"""Who stands behind the contacts of the benchmark's council: a coordinator, households with members, and their cases."""
import datetime
import io
import random

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from cases.models import Assignment, Case, Contact, District, Household, Member, User

from .databases import bulk_load

CONTACTS_OF_A_CASE = 40  # 5,000 cases behind 200,000 contacts
FAMILY, GIVEN = ("見本", "例野", "仮名", "試川", "髙見"), ("一郎", "花子", "次郎", "春子", "三郎")
SOON = 30  # contacts that plan a next step


def fill_people(contacts: int) -> User:
    """Give the filled default database its people; the coordinator of two districts for whom pages are opened."""
    chance = random.Random(contacts)
    coordinator = User.objects.create(username="benchday", name="見本 花子", password="!")
    for district in District.objects.order_by("pk")[:2]:
        Assignment.objects.create(user=coordinator, district=district, starts_on="2000-04-01")
    _make_cases(chance, max(contacts // CONTACTS_OF_A_CASE, 2))
    with bulk_load(connection, Contact._meta.db_table):
        _link_contacts(coordinator)
    call_command("rebuild_search", stdout=io.StringIO())
    return coordinator


def _make_cases(chance: random.Random, count: int) -> None:
    districts = [*District.objects.order_by("pk")]
    places = [chance.choice(districts) for _ in range(count)]
    households = Household.objects.bulk_create(
        [Household(number=f"S-{n}", name=f"{chance.choice(FAMILY)}{n}", district=place, phone=f"000-{n:04}", address=f"見本町{n}番地")
         for n, place in enumerate(places)], batch_size=500)
    members = Member.objects.bulk_create(
        [Member(household=household, family_name=household.name, given_name=chance.choice(GIVEN), kana="みほん", age_text="80代")
         for household in households for _ in range(3)], batch_size=500)
    Case.objects.bulk_create(
        [Case(number=f"C-{n}", title=f"{household.name}の相談", household=household, person=members[3 * n], district=household.district,
              opened_on=datetime.date(2010, 4, 1)) for n, household in enumerate(households)], batch_size=500)


def _link_contacts(coordinator: User) -> None:
    """Each case gets contacts of its district, over all years; a few plan a step that is due."""
    contact, case = Contact._meta.db_table, Case._meta.db_table
    with connection.cursor() as cursor:
        for district in District.objects.values_list("pk", flat=True):
            cursor.execute(f"SELECT id FROM {case} WHERE district_id = %s ORDER BY id", [district])  # noqa: S608 (our own names)
            cases = [pk for (pk,) in cursor.fetchall()]
            if cases:
                cursor.execute("CREATE TEMPORARY TABLE bench_case (place integer PRIMARY KEY, id bigint)")
                cursor.executemany("INSERT INTO bench_case VALUES (%s, %s)", [*enumerate(cases)])
                cursor.execute(f"UPDATE {contact} SET case_id = (SELECT bench_case.id FROM bench_case WHERE place = {contact}.id %% %s) "  # noqa: S608
                               "WHERE district_id = %s", [len(cases), district])
                cursor.execute("DROP TABLE bench_case")
    recent = [*Contact.objects.filter(district__in=coordinator.districts_on(timezone.localdate())).order_by("-date", "-pk")[:SOON]]
    Contact.objects.filter(pk__in=[each.pk for each in recent]).update(next_action_on=timezone.localdate())
    Contact.coordinators.through.objects.bulk_create(
        Contact.coordinators.through(contact=each, user=coordinator) for each in recent)
