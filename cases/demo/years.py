"""Invented years of any council: households, cases and contacts along the codebook of a folder. No database here.

The same folder gives the same rows, whatever the day and the machine. Everyone in them is invented.
"""
import csv
import datetime
import io
from dataclasses import dataclass, field
from random import Random

from cases.formulas import defuse
from cases.imports.codebook_file import AXES, CATEGORIES
from cases.models import Axis
from cases.models.axes import KIND, UNKNOWN
from cases.periods import FISCAL_MONTHS, days_of, fiscal_month_span, fiscal_year_span

from .books import Folder
from .people import name_of

PREFIX = "見本-"
_IN_CASE, _GROUP, _KNOWN, _ELSEWHERE = 0.75, 0.15, 0.6, 0.08  # of contacts, new cases, of contacts in cases, likewise
_OUTSIDE, _NO_PERSON, _SECOND = 0.15, 0.2, 0.5  # of households, cases of one, households with a second member
_AGES = ("90歳", "80代", "８２歳", "60代", "70代後半", "40代", "小学4年生", "高齢", "")
_TEXTS = ("本人と話した。", "家族から様子を聞いた。", "関係機関と打ち合わせた。", "次回の訪問を約束した。")


@dataclass
class Years:
    """Plain rows, in the order in which they happened; numbers refer to each other.

    `cases` by number, each with its `household` or none; `contacts` by fiscal year.
    """

    folder: Folder
    households: dict[str, dict] = field(default_factory=dict)
    cases: dict[str, dict] = field(default_factory=dict)
    contacts: dict[int, list[dict]] = field(default_factory=dict)


def invent(folder: Folder) -> Years:
    """Invent every year that the folder asks for."""
    rng = Random(folder.settings["seed"])  # noqa: S311 (for a demo, and the same every time)
    years = Years(folder)
    weights = {(each["axis"], each["code"]): rng.uniform(0.05, 1) ** 2 for each in folder.rows[CATEGORIES.name]}
    for year, count in folder.years.items():
        years.contacts[year] = [_contact(rng, years, year, day, weights) for day in _days(rng, year, count)]
    numbered = (each for contacts in years.contacts.values() for each in contacts)
    for number, each in enumerate(numbered, 1):
        each["number"] = f"{PREFIX}{number:04d}"
    return years


def records_csv(years: Years, fiscal_year: int) -> bytes:
    """The contacts of a year as import_records reads them: ◎ before the main answer, `;` between answers.

    An answer goes by its first alias where it has one, else by its code.
    """
    words = {(each["axis"], each["code"]): each["aliases"].split(";")[0] or each["code"] for each in years.folder.rows[CATEGORIES.name]}
    axes = [each["code"] for each in years.folder.rows[AXES.name] if each["source"] == Axis.Source.CONTACT]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["記録番号", "日付", "所要分", "地区", "世帯番号", "ケース番号", "記録", "ほかのケース", *axes])
    for each in years.contacts[fiscal_year]:
        answers = [";".join(("◎" if code == each["main"].get(axis) else "") + words[axis, code] for code in each["categories"].get(axis, ()))
                   for axis in axes]
        plain = [each["number"], each["date"].isoformat(), each["minutes"], each["district"], each["household"], each["case"], each["text"], "、".join(each["also"])]
        writer.writerow(map(defuse, map(str, plain + answers)))
    return out.getvalue().encode("utf-8-sig")


def _days(rng: Random, fiscal_year: int, count: int) -> list[datetime.date]:
    """Days of the year in order; its first and its last day are always among them."""
    open_days = [day for month in FISCAL_MONTHS for day in days_of(*fiscal_month_span(fiscal_year, month)) if day.weekday() < 5]
    first, end = fiscal_year_span(fiscal_year)
    return sorted([first, end - datetime.timedelta(days=1), *rng.choices(open_days, k=count - 2)])


def _contact(rng: Random, years: Years, fiscal_year: int, day: datetime.date, weights: dict) -> dict:
    here = [each["code"] for each in years.folder.districts(fiscal_year)]
    case = _case(rng, years, here) if rng.random() < _IN_CASE else {}
    district = case.get("district")
    if district not in here or rng.random() < _ELSEWHERE:
        district = rng.choice(here)
    categories, main = _coding(rng, years.folder, fiscal_year, weights)
    return {"date": day, "minutes": 5 * rng.randint(1, 18), "district": district, "case": case.get("number", ""),
            "household": case.get("household", ""), "text": rng.choice(_TEXTS), "categories": categories, "main": main,
            "also": _also(rng, years, case.get("number", ""))}


def _also(rng: Random, years: Years, number: str) -> list[str]:
    """Other cases of the same contact, for the share of contacts that the folder asks for (`several`)."""
    others = [each for each in years.cases if each != number]
    if not years.folder.settings["several"] or not number or rng.random() >= years.folder.settings["several"]:
        return []
    return rng.sample(others, k=min(rng.randint(1, 2), len(others)))


def _case(rng: Random, years: Years, here: list[str]) -> dict:
    """A case that is known already, or a new one."""
    if years.cases and rng.random() < _KNOWN:
        return rng.choice(list(years.cases.values()))
    number, district = f"C-{len(years.cases) + 1:03d}", rng.choice(here)
    household = "" if rng.random() < _GROUP else _household(rng, years, district)
    years.cases[number] = {"number": number, "district": district, "household": household, "has_person": rng.random() > _NO_PERSON}
    return years.cases[number]


def _household(rng: Random, years: Years, district: str) -> str:
    number, is_outside = f"S-{len(years.households) + 1:03d}", rng.random() < _OUTSIDE
    family, _ = name_of(rng, rng.choice("mf"))
    members = [_member(rng, family, years) for _ in range(2 if rng.random() < _SECOND else 1)]
    years.households[number] = {
        "number": number, "name": f"{family[0]} {members[0]['given_name']}", "district": "" if is_outside else district,
        "is_outside": is_outside, "members": members, "types": _types(rng, years.folder)}
    return number


def _member(rng: Random, family: tuple[str, str], years: Years) -> dict:
    sex = rng.choice("mf")
    _, given = name_of(rng, sex)
    born = rng.random() < 0.5
    day = rng.choice([(4, 1), (4, 2), (rng.randint(1, 12), rng.randint(1, 28))])
    return {"family_name": family[0], "given_name": given[0], "kana": f"{family[1]} {given[1]}",
            "sex": rng.choice([*(2 * ("1" if sex == "m" else "2")), "0", "9"]),
            "birth_date": datetime.date(max(years.folder.years) - rng.choice([5, 15, 18, 40, 64, 65, 75, 85, 91]), *day) if born else None,
            "age_text": "" if born else rng.choice(_AGES)}


def _types(rng: Random, folder: Folder) -> list[tuple[str, str, int]]:
    """(axis, category, fiscal year from which it holds) on every axis of households; of some nothing is known."""
    found, years = [], list(folder.years)
    for axis in folder.rows[AXES.name]:
        if axis["source"] == Axis.Source.HOUSEHOLD:
            for year in sorted(rng.sample(years, k=rng.randint(0, len(years)))):
                known = [each["code"] for each in folder.categories(axis["code"], year) if each["code"] != UNKNOWN]
                found.append((axis["code"], rng.choice(known), year))
    return found


def _coding(rng: Random, folder: Folder, fiscal_year: int, weights: dict) -> tuple[dict, dict]:
    """The answers on each axis that is asked, and the main one where the axis has such."""
    categories, main = {}, {}
    for axis in sorted(folder.chosen_axes(fiscal_year), key=lambda each: each["code"] != KIND):
        code = axis["code"]
        if code != KIND and axis["asked_for"] and categories[KIND][0] not in axis["asked_for"]:
            continue
        known = folder.categories(code, fiscal_year)
        summed = [each["code"] for each in known if not each["recount"]]
        chosen = rng.choices(summed, [weights[code, each] for each in summed], k=1 if axis["answer"] == Axis.Answer.SINGLE else rng.randint(1, 3))
        if axis["answer"] != Axis.Answer.SINGLE:
            chosen += [each["code"] for each in known if each["recount"] and rng.random() < 0.2]
            above = {each["parent"] for each in known if each["code"] in chosen}  # never chosen beside a part of it
            chosen = [each for each in chosen if each not in above]
            if axis["answer"] == Axis.Answer.MULTIPLE_MAIN and rng.random() < 0.8:
                main[code] = chosen[0]
        categories[code] = list(dict.fromkeys(chosen))
    return categories, main
