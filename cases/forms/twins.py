"""A new record that says the same as one that is in sight already (二重の入力) is asked about once, and saved where it is another all the same."""
from collections.abc import Iterable

from django.db.models import Model, Prefetch, QuerySet

from cases import access, trail
from cases.models import Activity, Category, Contact, ContactCategory, User
from cases.periods import format_date
from cases.text import normalize_space

from .asking import AsksAboutDoubts

METHOD = "method"


class AsksAboutTwin(AsksAboutDoubts):
    """Mixin of a form: `twin` is the record that is the same."""

    ask_words = "同じ内容の記録が登録されています。別の対応・取組であれば「それでも登録する」を押してください。"
    twin: Model | None = None

    def ask_about(self, twin: Model | None) -> None:
        """Make an error of a twin, unless the form says that it is another. A second sending of the form itself is none."""
        if twin is not None and twin.form_token != (self.posted_token or ""):
            self.twin = twin
            self.ask([f"{type(twin).__name__} {twin.pk}"])

    @property
    def twin_words(self) -> str:
        """The day of the twin, and what it is of."""
        of = self.twin.title if isinstance(self.twin, Activity) else self.twin.case or self.twin.counterpart
        return "　".join(filter(None, (format_date(self.twin.date), str(of or ""))))


def twin_of_contact(user: User, said: dict, methods: Iterable[Category]) -> Contact | None:
    """The contact in sight of the same cases, day, method and text; none where its other side or its time is said to be another.

    Of what has neither a case nor a text nobody can tell.
    """
    text, case = normalize_space(said.get("text") or ""), said.get("case")
    if not (text or case):
        return None
    rows = access.visible_contacts(user).filter(date=said["date"], case=case, counterpart=said.get("counterpart") or "").select_related("case").prefetch_related(
        "also_cases", Prefetch("codings", ContactCategory.objects.filter(axis__code=METHOD), to_attr="methods"))
    own, also = {each.pk for each in methods}, set(said.get("also_cases") or ())
    return _first(rows, lambda each: normalize_space(each.text) == text and {coding.category_id for coding in each.methods} == own
                  and set(each.also_cases.all()) == also and (None in (each.time, said.get("time")) or each.time == said["time"]))


def twin_of_activity(user: User, said: dict) -> Activity | None:
    """The entry in sight of the same day, kind, title, place, resource and district."""
    same = {name: said.get(name) for name in ("date", "kind", "resource", "district")}
    return _first(access.visible_activities(user).filter(**same), lambda each: all(
        normalize_space(getattr(each, name)) == normalize_space(said.get(name) or "") for name in ("title", "place")))


def _first(rows: QuerySet, is_same) -> Model | None:
    with trail.offering():  # compared, not shown
        return next((each for each in rows if is_same(each)), None)
