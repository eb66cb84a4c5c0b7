"""How a cell of a codebook file (codebook_file.py) is read: each takes its text and raises ValueError with a Japanese reason."""
import re
import unicodedata
from collections.abc import Callable
from datetime import date

from cases import ages, periods, towns
from cases.models import Axis, Category, District, JointDistrict
from cases.text import fold_label

_CODE = re.compile(r"[-a-zA-Z0-9_]{1,40}")
_SEPARATORS = re.compile(r"[;；\n]")


def limited(model, field_name: str, default: str = "") -> Callable[[str], str]:
    """How a text is read that the field holds: as it is, or `default` for an empty cell."""
    longest = model._meta.get_field(field_name).max_length

    def read(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"{longest}文字以内で書いてください（今は{len(text)}文字です）。")
        return text or default

    return read


def label(model, field_name: str) -> Callable[[str], str]:
    """How a name is read: within the field's length, and nothing that a table or a list of names has a use of its own for."""
    within = limited(model, field_name)

    def read(text: str) -> str:
        if _SEPARATORS.search(text):
            raise ValueError("「;」と改行は、値の区切りに使うため名称に使えません。")
        if fold_label(text) in ("合計", "全体"):
            raise ValueError("「合計」と「全体」は集計に使うため名称にできません。")
        return within(text)

    return read


def code(text: str) -> str:
    """A code as it is stored: half-width."""
    folded = unicodedata.normalize("NFKC", text)
    if not _CODE.fullmatch(folded):
        raise ValueError("コードは半角の英数字と「-」「_」で、40文字以内にしてください。")
    return folded


def optional_code(text: str) -> str:
    """A code, or "" for an empty cell."""
    return code(text) if text else ""


def codes(text: str) -> tuple[str, ...]:
    """Codes divided by 「;」, each once, in order."""
    return tuple(sorted({code(each.strip()) for each in _SEPARATORS.split(text) if each.strip()}))


def members(text: str) -> str:
    """The districts of a joint one, two at least, divided by 「;」."""
    districts = codes(text)
    if len(districts) < 2:  # noqa: PLR2004 (of one there is nothing to put together)
        raise ValueError("合わせる地区の地区コードを2つ以上、「;」で区切って書いてください。")
    return limited(JointDistrict, "members")(";".join(districts))


def path(text: str) -> str:
    """A category with its axis, kind:outreach; "" for an empty cell."""
    if not text:
        return ""
    axis, colon, category = unicodedata.normalize("NFKC", text).partition(":")
    if not colon:
        raise ValueError("「軸コード:分類コード」の形で書いてください（例: kind:outreach）。")
    return f"{code(axis.strip())}:{code(category.strip())}"


def aliases(text: str) -> str:
    """Other spellings of a name, divided by 「;」."""
    return limited(Category, "aliases")(";".join(each.strip() for each in _SEPARATORS.split(text) if each.strip()))


def flag(text: str) -> bool:
    """1, or an empty cell."""
    folded = fold_label(text)
    if folded not in ("", "0", "1"):
        raise ValueError("「1」か空欄にしてください。")
    return folded == "1"


def order(text: str) -> int | None:
    """A place in a list, from 0 on; None for an empty cell."""
    folded = fold_label(text)
    if folded and not (folded.isdecimal() and len(folded) < 7):
        raise ValueError("並び順は0以上の整数で書いてください。")
    return int(folded) if folded else None


def age(text: str) -> int | None:
    """Years, with 歳 or without; None for an empty cell."""
    folded = fold_label(text).removesuffix("歳")
    if folded and not (folded.isdecimal() and int(folded) <= ages.OLDEST):
        raise ValueError(f"年齢は0から{ages.OLDEST}までの整数で書いてください。")
    return int(folded) if folded else None


def year(text: str) -> int | None:
    """A fiscal year (PeriodError, a ValueError, for what is none); None for an empty cell."""
    return periods.parse_fiscal_year(text) if text else None


def trend_years(text: str) -> int:
    """Over how many years a 年度推移 goes; 0 for none."""
    folded, most = fold_label(text).removesuffix("分").removesuffix("年"), Axis.MOST_TREND_YEARS
    if folded in ("", "なし"):
        return 0
    if not (folded.isdecimal() and len(folded) < 3 and (int(folded) == 0 or 2 <= int(folded) <= most)):
        raise ValueError(f"推移の年数は2から{most}までの整数で書いてください。推移の表を作らないときは空欄か0です。")
    return int(folded)


def day(text: str) -> date | None:
    """A day (PeriodError for what is none); None for an empty cell."""
    return periods.parse_date(text) if text else None


def town_list(text: str) -> str:
    """As the editor of districts stores it."""
    towns.parse_towns(text)
    return limited(District, "towns_text")(towns.as_printed(text))


def choice(choices, default) -> Callable[[str], str]:
    """How one of a field's choices is read by its label; `default` for an empty cell."""
    by_label = {fold_label(label): value for value, label in choices.choices}

    def read(text: str) -> str:
        if not text:
            return default
        if fold_label(text) not in by_label:
            raise ValueError(f"「{'」「'.join(choices.labels)}」のどれかにしてください。")
        return by_label[fold_label(text)]

    return read
