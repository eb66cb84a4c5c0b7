"""Last year's figures beside 全地区 of 状況: shown where the report shows last year's 合計, and of the same districts."""
from typing import NamedTuple

from .across import keeps_area
from .recut_notes import total_words
from .scope import Scope


class Beside(NamedTuple):
    """The districts of last year that stand beside all districts of a year.

    `codes`: None where they are all that it had; else those whose figures are added up, none where no sum is shown.
    A printed 全体 stands all the same. `note` says why, or what is left out.
    """

    codes: tuple[str, ...] | None
    note: str = ""


def beside_all(scope: Scope) -> Beside:
    """As the report of a scope of all districts decides it: across a re-cut that kept the area they are last year's own."""
    if not scope.before or not (scope.new or scope.gone or scope.apart) or keeps_area(scope):
        return Beside(None)
    codes = () if scope.new or scope.apart else tuple(each.code for each in scope.districts)
    return Beside(codes, total_words(scope))
