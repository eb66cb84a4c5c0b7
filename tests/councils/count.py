"""A second count of an invented council's years: plain Python over its rows and files, nothing of the product's counting."""
import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ALL = None  # 合計: of the categories, or of the districts
MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
SEXES = {"male": "1", "female": "2", "other": "9"}


def table(path: Path) -> list[dict]:
    """The rows of a CSV file; none where there is no file."""
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines())) if path.exists() else []


def year_of(text: str, default: int) -> int:
    return int(text) if text else default


class Count:
    """The figures of one fiscal year and of the year before, as a report of that year has to print them."""

    def __init__(self, folder: Path, years, fiscal_year: int):
        self.years, self.year = years, fiscal_year
        self.each_case = years.folder.settings["policies"].get("several_cases") == "each_case"
        self.axes, self.categories, self.districts, self.rules, self.labels, self.printed, self.joints = (
            table(folder / f"{name}.csv") for name in ("axes", "categories", "districts", "earlier_rules", "earlier_labels", "figures", "joint_districts"))

    # -- What there is in the year

    def rows_of(self, rows: list[dict], year: int) -> list[dict]:
        found = [each for each in rows if year_of(each.get("開始年度", ""), 0) <= year <= year_of(each.get("終了年度", ""), 9999)]
        return sorted(found, key=lambda each: int(each["並び順"]))

    def axes_here(self) -> list[dict]:
        return [each | self.rule(each["軸コード"]) for each in self.rows_of(self.axes, self.year)]

    def rule(self, axis: str) -> dict:
        held = [each for each in self.rules if each["軸コード"] == axis and int(each["最終年度"]) >= self.year]
        return {name: value for name, value in (min(held, key=lambda each: each["最終年度"]) if held else {}).items() if name != "最終年度"}

    def categories_of(self, axis: dict, year: int) -> list[dict]:
        return [each for each in self.rows_of(self.categories, year) if each["軸コード"] == axis["軸コード"]]

    def here(self, year: int) -> list[str]:
        """Codes of the districts that exist at some time of the year."""
        return [each["地区コード"] for each in sorted(self.districts, key=lambda each: int(each["並び順"]))
                if each["開始日"] < f"{year + 1}-04-01" and (not each["終了日"] or each["終了日"] >= f"{year}-04-01")]

    def name(self, default: str, **codes: str) -> str:
        """The name of the year: an earlier one where that still held."""
        held = [each for each in self.labels if int(each["最終年度"]) >= self.year
                and all(each[column] == codes.get(column, "") for column in ("軸コード", "分類コード", "地区コード"))]
        return min(held, key=lambda each: each["最終年度"])["名称"] if held else default

    # -- What is counted

    def answers(self, axis: dict, year: int) -> Iterator[tuple[dict, str]]:
        """(contact, category) of an axis, once for every answer; 再掲 bands once more."""
        asked = set(filter(None, axis["対象"].split(";")))
        for contact in self.counted(axis, year):
            if axis.get("出どころ", "") in ("", "記録"):
                yield from ((contact, code) for code in contact["categories"].get(axis["軸コード"], ()))
            elif not asked or contact["categories"]["kind"][0] in asked:
                yield from ((contact, code) for code in self.told(axis, contact, year))

    def counted(self, axis: dict, year: int) -> Iterator[dict]:
        """The contacts, one of several cases as often as it counts: people and households are those of all its cases."""
        is_once = axis.get("数え方", "") in ("", "延べ") and not self.each_case
        for contact in self.years.contacts.get(year, ()):
            yield contact
            yield from () if is_once else (contact | {"case": number} for number in contact["also"])

    def told(self, axis: dict, contact: dict, year: int) -> list[str]:
        """What the person or household of the contact's case says on an axis of people."""
        case = self.years.cases.get(contact["case"])
        home = self.years.households.get(case["household"]) if case else None
        person = home["members"][0] if home and case["has_person"] else None
        if axis["出どころ"] == "世帯":
            return [self.home_type(axis, home, year)]
        if axis["出どころ"] == "性別":
            known = {each["分類コード"] for each in self.categories_of(axis, year)}
            return [next((code for code, sex in SEXES.items() if person and person["sex"] == sex and code in known), "unknown")]
        bands = [each for each in self.categories_of(axis, year) if each["年齢から"] + each["年齢まで"]]
        inside = [each for each in bands if person and self.in_band(each, person, year)]
        plain = [each for each in inside if not each["再掲"]]
        narrow = [each for each in plain if each["親"]] or plain
        return [each["分類コード"] for each in (narrow[:1] + [each for each in inside if each["再掲"]])] if plain else (
            ["unknown"] + [each["分類コード"] for each in inside])

    def in_band(self, band: dict, person: dict, year: int) -> bool:
        low, high = year_of(band["年齢から"], 0), year_of(band["年齢まで"], 999)
        if born := person["birth_date"]:
            had = date(year, 4, 1)
            age = max(0, had.year - born.year - ((had.month, had.day) < (born.month, born.day)))
            return low <= age <= high
        ages = {"90歳": (90, 90), "80代": (80, 89), "８２歳": (82, 82), "60代": (60, 69), "70代後半": (75, 79), "40代": (40, 49),
                "小学4年生": (9, 10)}.get(person["age_text"])
        return bool(ages) and low <= ages[0] and ages[1] <= high

    def home_type(self, axis: dict, home: dict | None, year: int) -> str:
        held = [(since, code) for of, code, since in home["types"] if of == axis["軸コード"] and since <= year] if home else []
        code, known = max(held)[1] if held else "unknown", {each["分類コード"] for each in self.categories_of(axis, year)}
        while code not in known:
            row = next(each for each in self.categories if (each["軸コード"], each["分類コード"]) == (axis["軸コード"], code))
            code = row["統合先"].partition(":")[2] or "unknown"
        return code

    def one(self, axis: dict, contact: dict):
        """What is counted once; the answer itself where nothing is."""
        case = self.years.cases.get(contact["case"])
        if axis.get("数え方", "") in ("", "延べ"):
            return object()
        if not case or not case["household"]:
            return None
        if axis["数え方"] == "実世帯数" or case["has_person"]:
            return case["household"]
        return case["number"]

    def figure(self, axis: dict, code: str | None, districts: list[str], year: int, month: int | None = None) -> int:
        """How many there are under a category (or all) in some districts."""
        rows = self.categories_of(axis, year)
        tops = {each["分類コード"] for each in rows if not each["親"] and not each["再掲"]} if code is ALL else {code}
        wanted = tops | {each["分類コード"] for each in self.categories if each["軸コード"] == axis["軸コード"]
                         and each["親"] in tops and not each["再掲"]}
        found = [self.one(axis, contact) for contact, answer in self.answers(axis, year)
                 if answer in wanted and contact["district"] in districts and month in (None, contact["date"].month)]
        return len({each for each in found if each is not None})

    # -- As printed

    def cells(self) -> Iterator[tuple[tuple, int | None, int | None]]:
        """((year, district, table, category, month), figure, figure of last year) of every cell that the report must print."""
        names = {each["地区コード"]: self.name(each["地区名"], 地区コード=each["地区コード"]) for each in self.districts}
        here = str(self.year)
        for axis in self.axes_here():
            of_axis = {"軸コード": axis["軸コード"]}
            title = self.name(axis["軸名"], **of_axis)
            for row in [*self.categories_of(axis, self.year), None]:
                code, label = (row["分類コード"], self.name(row["名称"], **of_axis, 分類コード=row["分類コード"])) if row else (ALL, "合計")
                for name, districts in self.columns(names):
                    yield ((here, name, f"{title}内訳", label, ""), self.figure(axis, code, districts, self.year),
                           self.prior(axis, row, districts))
                yield ((here, "合計", f"{title}内訳", label, ""), self.figure(axis, code, self.here(self.year), self.year),
                       self.prior(axis, row, self.here(self.year)))
            if axis["軸コード"] == "kind":
                yield from self.monthly(axis, names)
            yield from self.trend(axis, f"{title}内訳の推移")

    def columns(self, names: dict[str, str]) -> list[tuple[str, list[str]]]:
        """(name, districts) of every column whose figures a reader may add up: those beside their members are none."""
        joints = [(each["合同地区名"], each["構成地区"].split(";")) for each in self.rows_of(self.joints, self.year) if each["表示"] != "並べて"]
        inside = {code for _, codes in joints for code in codes}
        return [*((names[code], [code]) for code in self.here(self.year) if code not in inside), *joints]

    def trend(self, axis: dict, title: str) -> Iterator[tuple]:
        """Every category of any of the years, all districts of each year together."""
        years = range(self.year + 1 - year_of(axis["推移"], 0), self.year + 1)
        for row in [*(each for each in self.categories if any(each in self.categories_of(axis, year) for year in years)), None]:
            of_row = {"軸コード": axis["軸コード"], "分類コード": row["分類コード"]} if row else {}
            for year in years:
                is_asked = year in self.years.contacts and (row is None or row in self.categories_of(axis, year))
                count = self.figure(axis, row["分類コード"] if row else ALL, self.here(year), year) if is_asked else None
                yield ((str(year), "合計", title, self.name(row["名称"], **of_row) if row else "合計", ""), count, None)

    def monthly(self, axis: dict, names: dict[str, str]) -> Iterator[tuple]:
        for kind in self.categories_of(axis, self.year):
            earlier = [each for each in self.labels if (each["軸コード"], each["分類コード"]) == ("kind", kind["分類コード"])
                       and int(each["最終年度"]) >= self.year]
            if (earlier[0] if earlier else kind)["月別"]:
                label = self.name(kind["名称"], 軸コード="kind", 分類コード=kind["分類コード"])
                for name, where in [*self.columns(names), ("合計", self.here(self.year))]:
                    for month in (*MONTHS, None):
                        yield ((str(self.year), name, f"{label}{axis['単位']}数（月別）", label, str(month or "")),
                               self.figure(axis, kind["分類コード"], where, self.year, month), None)

    def prior(self, axis: dict, row: dict | None, districts: list[str]) -> int | None:
        """Last year's figure; None where the category or a district did not exist, or nothing was printed."""
        last = self.year - 1
        if row and row not in self.categories_of(axis, last) or axis["軸コード"] not in [each["軸コード"] for each in self.rows_of(self.axes, last)]:
            return None
        if self.printed:
            return self.printed_prior(axis, row, districts)
        if last not in self.years.contacts or not set(districts) <= set(self.here(last)):
            return None
        return self.figure(axis, row["分類コード"] if row else ALL, districts, last)

    def printed_prior(self, axis: dict, row: dict | None, districts: list[str]) -> int | None:
        names = [each["地区名"] for each in self.districts if each["地区コード"] in districts]
        whole = ["全体"] if set(districts) == set(self.here(self.year)) else []
        label = row["名称"] if row else "合計"
        for wanted in filter(None, (whole, names)):
            found = [each["件数"] for each in self.printed if each["軸"] == axis["軸名"] and each["分類"] == label
                     and each["地区"] in wanted and not each["月"]]
            if len(found) == len(wanted) and all(each.isdecimal() for each in found):
                return sum(map(int, found))
        return None
