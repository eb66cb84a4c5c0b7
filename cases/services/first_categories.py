"""The categories that a new axis of people or households begins with: bands of ages, sexes, types of households."""
from cases.ages import OLDEST, read_ages
from cases.models import Axis
from cases.models.axes import UNKNOWN

USUAL_BANDS = ("18歳未満", "18〜39歳", "40〜64歳", "65〜74歳", "75〜84歳", "85歳以上")
SEXES = (("male", "男性"), ("female", "女性"), ("other", "その他"))
_UNKNOWN_LABEL = "不明"


def band_of(line: str) -> dict:
    """A band of ages: 「18〜39歳」, 「85歳以上」, 「80代」, or a name before its ages, 「現役世代：18〜64歳」. Raises ValueError."""
    label, _, ages = line.replace(":", "：").rpartition("：")
    found = read_ages(ages.strip())
    if found is None:
        raise ValueError(f"「{line}」の年齢が読み取れません。「18〜39歳」「85歳以上」「現役世代：18〜64歳」のように書いてください。")
    return {"label": label.strip() or ages.strip(), "age_from": found[0] or None, "age_to": None if found[1] >= OLDEST else found[1]}


def first_categories(source: str, bands: list[dict], household_types: list[str]) -> list[dict]:
    """Code, label and ages of the categories in order, 不明 last; none where the answers are chosen on the contact."""
    rows = {Axis.Source.AGE: [{"code": f"c{number}"} | band for number, band in enumerate(bands, 1)],
            Axis.Source.SEX: [{"code": code, "label": label} for code, label in SEXES],
            Axis.Source.HOUSEHOLD: [{"code": f"c{number}", "label": label} for number, label in enumerate(household_types, 1)]}
    if source not in rows:
        return []
    return [row | {"order": order} for order, row in enumerate([*rows[source], {"code": UNKNOWN, "label": _UNKNOWN_LABEL}], 1)]


def lines_of(text: str) -> list[str]:
    """The filled lines of a text, without 不明, which every such axis has anyway."""
    return [line.strip() for line in text.splitlines() if line.strip() not in ("", _UNKNOWN_LABEL)]
