"""The demo's register of work with groups and places: invented, with the names that a report's chapters 4 to 7 are made of."""
import datetime
from collections.abc import Iterator

from cases.models import Activity, ActivityKind, Case, District, Leader, Referral, Resource, User

# number, name, kind, districts
RESOURCES = (
    ("R-0001", "見本地域包括支援センター", "相談機関", "osawa renjaku"),
    ("R-0002", "見本子ども家庭支援センター", "行政", ""),
    ("R-0003", "見本わかば班（見守りの会）", "自主グループ", "osawa"),
    ("R-0004", "見本ひまわり班（見守りの会）", "自主グループ", "renjaku"),
    ("R-0005", "見本こども食堂", "居場所", "renjaku"),
)
# kind, title, resource, place, district, first month, every so many months, citywide, amounts (of the first; grown by the place)
_SERIES = (
    ("meeting", "見守りの会 定例会（わかば班）", "R-0003", "大沢見本公会堂", "osawa", 4, 1, False, {"visitors": 9}),
    ("meeting", "見守りの会 定例会（ひまわり班）", "R-0004", "連雀見本会館", "renjaku", 5, 1, False, {"visitors": 7}),
    ("meeting", "多機関協働事業会議", "", "市役所", "osawa", 6, 3, True, {"visitors": 14}),
    ("exchange", "顔合わせと日頃の連携についての情報交換", "R-0002", "", "osawa", 10, 12, True, {}),
    ("exchange", "事例の情報交換", "R-0001", "", "osawa", 7, 4, False, {}),
    ("training", "コンサルテーション研修「多機関との協働」", "", "オンライン", "osawa", 6, 4, True, {}),
    ("publicity", "社協だより（見本）", "", "", "osawa", 5, 3, True, {"copies": 95000, "issues": 1}),
    ("publicity", "事業案内のチラシ", "", "", "renjaku", 9, 12, False, {"copies": 500}),
    ("salon", "相談サロン", "R-0001", "大沢見本公会堂", "osawa", 12, 1, False, {"visitors": 3, "consultations": 0}),
    ("startup", "学習支援の場の立ち上げ", "R-0005", "連雀見本会館", "renjaku", 8, 2, False, {"visitors": 4}),
)
# agency, direction, what was asked, answer, result
_REFERRALS = (("R-0001", "to", "介護保険の申請の相談", "accepted", "訪問して申請した"), ("R-0002", "from", "学校を休みがちな子どもの見守り", "accepted", ""),
              ("R-0001", "to", "訪問への同行", "held", "担当者が決まってから返事"), ("R-0005", "to", "放課後の居場所", "", ""))
_KINDS = {"meeting": ("会議体", "meetings", "visitors"), "exchange": ("関係機関との連絡", "exchange", ""), "training": ("研修", "training", "visitors"),
          "publicity": ("広報（チラシ・たより・SNS）", "publicity", "copies"), "salon": ("相談サロン", "other", "visitors consultations"),
          "startup": ("立ち上げ支援", "other", "visitors")}


def write_register(users: dict[str, User], fiscal_year: int) -> None:
    """Write the entries of a year, and some of the year before, when one district alone had begun. A district's coordinator has the district's code as username."""
    districts, kinds = {each.code: each for each in District.objects.all()}, _kinds()
    resources = {code: Resource.objects.create(code=code, name=name, category=category, since=datetime.date(fiscal_year - 3, 4, 1))
                 for code, name, category, _ in RESOURCES}
    for code, _, _, served in RESOURCES:
        resources[code].districts.set([districts[each] for each in served.split()])
    before = (each for each in _entries(fiscal_year - 1, districts, kinds, resources) if each.district.code == "osawa" and each.date.month % 3)
    entries = [*_entries(fiscal_year, districts, kinds, resources), *before]
    Activity.objects.bulk_create(entries)
    who = Activity.coordinators.through.objects
    _write_directory(resources, fiscal_year)
    who.bulk_create(who.model(activity=each, user=users[each.district.code]) for each in entries)


def _write_directory(resources: dict[str, Resource], fiscal_year: int) -> None:
    """Who leads the groups, and what a few cases were handed to the agencies for; what two of them have to be told of."""
    Leader.objects.bulk_create(Leader(resource=resources[code], name=name, role="世話人", starts_on=datetime.date(fiscal_year - 1, 4, 1))
                               for code, name in (("R-0003", "見本 わかば"), ("R-0004", "架空 ひまり"), ("R-0005", "例田 こもも")))
    cases = list(Case.objects.exclude(household=None).filter(closed_on=None).order_by("number")[:len(_REFERRALS)])
    Referral.objects.bulk_create(
        Referral(case=case, resource=resources[code], date=case.opened_on, direction=direction, asked=asked, answer=answer,
                 answered_on=case.opened_on + datetime.timedelta(days=7) if answer else None, result=result)
        for case, (code, direction, asked, answer, result) in zip(cases, _REFERRALS, strict=False))
    for case, promise, care in zip(cases, ("月に1度、第2水曜に訪ねる",), ("電話は午前中にする。夜はかけない",), strict=False):
        Case.objects.filter(pk=case.pk).update(promises=promise)
        type(case.household).objects.filter(pk=case.household_id).update(contact_care=care)


def _kinds() -> dict[str, ActivityKind]:
    return {code: ActivityKind.objects.get_or_create(code=code, defaults={
        "name": name, "chapter": chapter, **{f"asks_{each}": True for each in asks.split()}})[0] for code, (name, chapter, asks) in _KINDS.items()}


def _entries(fiscal_year: int, districts, kinds, resources) -> Iterator[Activity]:
    for kind, title, resource, place, district, first, step, citywide, amounts in _SERIES:
        for turn, month in enumerate(range(first, 16, step)):
            date = datetime.date(fiscal_year + (month > 12), (month - 1) % 12 + 1, 8 + turn)  # noqa: PLR2004 (months)
            grown = {name: figure + (turn if name in ("visitors", "consultations") else 0) for name, figure in amounts.items()}
            yield Activity(date=date, kind=kinds[kind], title=title, resource=resources.get(resource), place=place, is_citywide=citywide,
                           district=districts[district], text="見本の記録です。", **grown)
