"""A small council for tests: two districts, four people, and a codebook with every kind of axis."""
import datetime
from dataclasses import dataclass, field

from cases.models import ActivityKind, Assignment, Axis, Category, Contact, Council, District, User
from cases.services.contacts import create_contact

PASSWORD = "a-long-enough-password"  # noqa: S105 (of invented people)

AXES = [
    ("kind", "対応実績", "single", (), "none"),
    ("consulter", "相談者", "single", (), "mentions"),
    ("method", "対応方法", "single", (), "mentions"),
    ("target", "支援対象者", "single", ("new", "case"), "mentions"),
    ("topic", "相談内容", "multiple", (), "mentions"),
    ("action", "対応内訳", "multiple_main", (), "mentions"),
]
CATEGORIES = {
    "kind": [("new", "新規相談"), ("case", "ケース対応"), ("outreach", "啓発"), ("training", "研修")],
    "consulter": [("self", "市民（本人）"), ("family", "市民（家族）"), ("other", "その他")],
    "method": [("phone", "電話"), ("visit", "訪問"), ("mail", "メール")],
    "target": [("elderly", "高齢者"), ("child", "子ども")],
    "topic": [("health", "健康・医療・介護"), ("meal", "食事"), ("housing", "住まい・道路"), ("pr", "事業PR")],
    "action": [("listen", "傾聴"), ("inform", "情報提供"), ("link", "関係機関へのつなぎ")],
}
YEARS = {"meal": (2021, None), "training": (2021, None), "pr": (None, 2020)}


@dataclass
class Small:
    """The small council: look things up by code."""

    districts: dict[str, District] = field(default_factory=dict)
    axes: dict[str, Axis] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)

    def pick(self, *paths: str) -> dict[str, list[Category]]:
        """Categories by axis from paths such as "kind:new"."""
        chosen: dict[str, list[Category]] = {}
        for path in paths:
            chosen.setdefault(path.split(":")[0], []).append(self.categories[path])
        return chosen


def make_council() -> Small:
    """Create the small council's districts and codebook; most tests do, so each table is one statement."""
    small = Small()
    Council.objects.create(pk=1, name="見本市社会福祉協議会", programme="見本事業")
    small.districts = _made(District, {code: District(code=code, name=name, starts_on=datetime.date(start, 4, 1), order=order)
                                       for order, (code, name, start) in enumerate([("osawa", "大沢", 2020), ("renjaku", "連雀", 2021)])})
    small.axes = _made(Axis, {code: Axis(code=code, name=name, answer=answer, percent_base=base, order=order)
                              for order, (code, name, answer, _, base) in enumerate(AXES)})
    small.categories = _made(Category, {f"{code}:{category}": _category(axis, place, category, label) for code, axis in small.axes.items()
                                        for place, (category, label) in enumerate(CATEGORIES[code])})
    asked_for = Axis.asked_for.through
    asked_for.objects.bulk_create(asked_for(axis=small.axes[code], category=small.categories[f"kind:{kind}"])
                                  for code, _, _, kinds, _ in AXES for kind in kinds)
    return small


def _made(model, rows: dict) -> dict:
    model.objects.bulk_create(rows.values())
    return rows


def _category(axis: Axis, place: int, code: str, label: str) -> Category:
    first, last = YEARS.get(code, (None, None))
    return Category(axis=axis, code=code, label=label, order=place, first_year=first, last_year=last, monthly=code in ("new", "case"))


def meeting_kind() -> ActivityKind:
    """会議体 of the register: the migrations bring it, and a test that commits empties all tables after itself."""
    return ActivityKind.objects.get_or_create(code="meeting", defaults={"name": "会議体", "asks_visitors": True})[0]


def make_user(role: str, username: str, *districts: District, **fields) -> User:
    """A user of a role, assigned to the districts since 2020 without an end."""
    user = User.objects.create_user(username=username, password=PASSWORD, name=f"見本 {username}", role=role, **fields)
    for district in districts:
        Assignment.objects.create(user=user, district=district, starts_on=datetime.date(2020, 4, 1))
    return user


def log_contact(small: Small, user: User, *paths: str, date=datetime.date(2021, 4, 5), district="osawa",
                **fields) -> Contact:
    """Log one contact through the service; kind, consulter and method have defaults."""
    chosen = {"kind": small.pick("kind:outreach")["kind"], "consulter": small.pick("consulter:self")["consulter"],
              "method": small.pick("method:phone")["method"]} | small.pick(*paths)
    contact = Contact(date=date, district=small.districts[district], **fields)
    return create_contact(contact=contact, categories=chosen, coordinators=[user], by=user)
