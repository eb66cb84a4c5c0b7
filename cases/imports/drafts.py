"""A contact as a file describes it, and as it is stored, in one comparable form.

Content is a flat dictionary: a contact's fields under their names, `household` and `case` as numbers (空欄 is ""), `also_cases` as a sorted tuple of numbers (a record without has none),
`coordinators` as a sorted tuple of user ids, and each axis under "axis:<id>" as a sorted tuple of
(category id, is main). A file's content holds only what the file has a heading for.
"""
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from json.encoder import c_make_encoder, encode_basestring
from typing import Any

from cases.models import Category, District, User

PLAIN = ("record_number", "date", "time", "minutes", "counterpart", "text", "next_action_on")
HEADINGS = {
    "record_number": "記録番号", "date": "日付", "time": "時刻", "minutes": "所要分", "district": "地区",
    "coordinators": "担当者", "household": "世帯番号", "case": "ケース番号", "counterpart": "相手", "text": "記録",
    "next_action_on": "次回予定日", "also_cases": "ほかのケース",
}
REQUIRED = ("date", "district")

Content = dict[str, Any]
_JSON = json.JSONEncoder(sort_keys=True, default=str, ensure_ascii=False)
# What _JSON makes anew of itself for every text, made once: making one takes as long as using it.
_PARTS = c_make_encoder and c_make_encoder(
    None, _JSON.default, encode_basestring, None, _JSON.key_separator, _JSON.item_separator, True, False, True)


def axis_key(axis_id: int) -> str:
    """Where an axis's categories stand in a content."""
    return f"axis:{axis_id}"


@dataclass(slots=True)
class Draft:
    """One row of a file, read: what it says by field, and its categories by axis code."""

    sheet: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    chosen: dict[str, list[Category]] = field(default_factory=dict)
    main: set[int] = field(default_factory=set)
    shown: dict[str, str] = field(default_factory=dict)
    said: Content | None = None  # its content, once it was asked for

    @property
    def fiscal_year(self) -> int:
        """The fiscal year of the row's date."""
        return self.values["fiscal_year"]

    @property
    def number(self) -> str:
        """記録番号, or "" where the row has none."""
        return self.values.get("record_number") or ""

    @property
    def district(self) -> District:
        """The district the contact is counted for."""
        return self.values["district"]

    @property
    def coordinators(self) -> list[User]:
        """The people named as 担当者, in the file's order."""
        return self.values.get("coordinators", [])

    def codings(self, axis_ids: Mapping[str, int]) -> Content:
        """The categories as content, one key for each axis that the file has."""
        return {axis_key(axis_ids[code]): self._coded(categories) for code, categories in self.chosen.items()}

    def _coded(self, categories: list[Category]) -> tuple[tuple[int, bool], ...]:
        """In order; nearly all have one or none."""
        if len(categories) == 1:
            only = categories[0].id
            return ((only, only in self.main),)
        return tuple(sorted([(each.id, each.id in self.main) for each in categories])) if categories else ()

    def content(self, axis_ids: Mapping[str, int]) -> Content:
        """What the row says, in comparable form.

        A blank ケース番号 beside a 世帯番号 leaves the case open, and a 世帯番号 is implied by a ケース番号:
        both say nothing of their own and are left out.
        """
        if self.said is None:
            self.said = self._content(axis_ids)
        return self.said

    def _content(self, axis_ids: Mapping[str, int]) -> Content:
        content = {name: self.values[name] for name in PLAIN if name in self.values}
        content["district"] = self.district.id
        if "coordinators" in self.values:
            content["coordinators"] = tuple(sorted(each.id for each in self.coordinators))
        if "also_cases" in self.values:
            content["also_cases"] = tuple(sorted(self.values["also_cases"]))
        content |= {name: self.values[name] for name in ("household", "case") if name in self.values}
        if content.get("household") or content.get("case"):
            for name in ("household", "case"):
                if not content.get(name):
                    content.pop(name, None)
        return content | self.codings(axis_ids)


def fingerprint(content: Content) -> str:
    """A short digest of what a row said, to know it again when the same file comes twice."""
    text = "".join(_PARTS(content, 0)) if _PARTS else _JSON.encode(content)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def differences(said: Content, stored: Content) -> list[str]:
    """The keys on which the file and the record differ; what the file has no heading for is not compared."""
    return [key for key, value in said.items() if stored.get(key, ()) != value]
