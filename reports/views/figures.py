"""From a figure to the contacts behind it."""
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases import access, periods
from cases.district_names import show_apart
from cases.models import Axis, Category, Contact, ContactCategory, District, JointDistrict
from reports.cube import coding_filter
from reports.outside import is_outside
from reports.scope import districts_of
from reports.several import counts_each_case, of_any_case, outside_by_contact, times

from .asked import one
from .people import people_page

PAGE_SIZE = 100
ONCE = QuerySet.count


@require_GET
@access.roles(*access.EVERYONE)
def figure_contacts(request, fiscal_year):
    """One line per counted answer, so that the number of lines is the figure.

    Lines of contacts that the user may not see are left out of the list, and their number is said; those that a case in sight
    brought from another district are listed, and said to be counted there.
    """
    figure = Figure.asked(request.GET, fiscal_year)
    if figure.is_of_people:
        return people_page(request, figure)
    codings, cases = ContactCategory.objects.filter(figure.where), access.visible_cases(request.user).select_related("household")
    lines = codings.filter(figure.may_tell, access.of_contact_in_sight(request.user, "contact")).called_then().prefetch_related(
        Prefetch("contact", access.with_number_of_others(Contact.objects.select_related("district"))), "contact__coordinators", Prefetch("contact__also_cases", cases), Prefetch("contact__case", cases)).order_by(
        "-contact__date", "-contact__time", "-contact_id", "category__order")
    page, number = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")), figure.number
    there = ~Q(district__in=access.visible_districts(request.user).order_by().values("pk"))
    count, brought = number(codings), number(lines.filter(there))
    elsewhere, seen = number(codings.filter(there)) - brought, number(lines) if number is not ONCE else page.paginator.count
    _tell(page, figure)
    return render(request, "reports/figure.html", {
        "page": page, "lines": page, "count": count, "figure": figure, "elsewhere": elsewhere, "brought": brought, "seen": seen,
        "restricted": count - elsewhere - seen})


def _tell(page, figure: "Figure") -> None:
    """The districts' names, and how often each line counts (`times`)."""
    show_apart(line.contact.district for line in page)
    cases = {} if figure.number is ONCE else outside_by_contact(line.contact_id for line in page)
    for line in page:
        line.times = max(sum(is_so or not figure.outside for is_so in cases.get(line.contact_id, ())), 1)


def _called_in(fiscal_year: int, row: Axis | Category) -> Axis | Category:
    """The row under the name that it had in the year, as the report prints it."""
    earlier = row.earlier_labels.filter(last_year__gte=fiscal_year).order_by("last_year").first()
    if earlier:
        row.use_name(earlier)
    return row


def _districts_of(codes: set[str], fiscal_year: int) -> set[str]:
    """The codes with those of joint districts (合同地区) taken apart into the districts of the year."""
    joints = {each.code: set(each.codes) for each in JointDistrict.objects.filter(code__in=codes)}
    here = {each.code for each in districts_of(fiscal_year)} if joints else set()
    return {code for each in codes for code in (joints.get(each, set()) & here or {each})}


def _months_asked(params) -> tuple[int, ...]:
    """The month of ?month=, or those from April to ?until=; none without. Http404 for what is no month."""
    month, until = params.get("month"), params.get("until")
    known = {str(each): place for place, each in enumerate(periods.FISCAL_MONTHS)}
    if any(asked and asked not in known for asked in (month, until)):
        raise Http404
    return (int(month),) if month else periods.FISCAL_MONTHS[:known[until] + 1] if until else ()


@dataclass(frozen=True)
class Figure:
    """One figure of a report, as its address names it."""

    fiscal_year: int
    axis: Axis
    category: Category | None
    districts: tuple[District, ...]
    months: tuple[int, ...] = ()  # all of the year without any
    outside: bool = False  # only contacts with households that are 地区外

    @classmethod
    def asked(cls, params, fiscal_year: int) -> "Figure":
        """The figure of a query string; Http404 for an axis, category, district or month that does not exist."""
        if any("\0" in value for _, values in params.lists() for value in values):
            raise Http404  # PostgreSQL takes no such text, and nothing has such a code
        axis = _called_in(fiscal_year, one(Axis.objects.filter(code=params.get("axis", ""))))
        code, codes = params.get("category"), set(params.getlist("district"))
        codes = _districts_of(codes, fiscal_year)
        category = _called_in(fiscal_year, one(axis.categories.filter(code=code))) if code else None
        districts = tuple(District.objects.filter(code__in=codes))
        if len(districts) != len(codes):
            raise Http404
        return cls(fiscal_year, axis, category, districts, _months_asked(params), params.get("outside") == "1")

    @property
    def is_of_people(self) -> bool:
        """Whether it is told by people and households, or counts each of them once."""
        return not self.axis.is_chosen or self.axis.counts_in(self.fiscal_year) != Axis.Counts.CONTACTS

    @property
    def where(self):
        """The condition on codings."""
        found = coding_filter(
            fiscal_year=self.fiscal_year, axis=self.axis.code, category=self.category.code if self.category else None,
            districts=[each.code for each in self.districts], months=self.months)
        return found & is_outside("contact__") if self.outside else found

    @cached_property
    def number(self) -> Callable[[QuerySet[ContactCategory]], int]:
        """How codings are counted: each once, or for every case of its contact."""
        if not counts_each_case(self.fiscal_year):
            return ONCE
        return partial(times, household__is_outside=True) if self.outside else times

    @property
    def may_tell(self) -> Q:
        """The codings whose being here tells nothing that is hidden: that a protected household is 地区外 is."""
        return ~of_any_case("contact__", household__in=access.protected_households()) if self.outside else Q()

    @property
    def title(self) -> str:
        """The figure in words: 令和3年度 大沢 相談内容「食事」 4月."""
        names = "・".join(each.name for each in self.districts) or "全地区"
        value = f"「{self.category.label}」" if self.category else "の合計"
        first, last = (self.months[0], self.months[-1]) if self.months else (None, None)
        month = "" if first is None else f" {first}月" if first == last else f" {first}月から{last}月まで"
        outside = "のうち地区外に住む世帯" if self.outside else ""
        return f"{periods.fiscal_year_label(self.fiscal_year)} {names} {self.axis.name}{value}{month}{outside}"
