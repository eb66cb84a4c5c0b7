"""What an unknown word of a file may mean: by the words offices use, by labels, and by likeness. Only ever proposed."""
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from cases.district_names import told_apart
from cases.models import Axis
from cases.text import fold, fold_label

from .category_words import told_apart as labels_apart
from .choices import COORDINATORS, DISTRICT
from .directory import Directory
from .drafts import HEADINGS
from .record_columns import is_heading

MOST = 5  # proposals for a word
NUMBER = "field:record_number"
_ALIKE = .6
_HOLDS = .8  # of a word that holds the other

# What other offices write for our headings.
OTHER_HEADINGS = {
    "record_number": ("番号", "No", "No.", "整理番号", "受付番号", "管理番号", "通番", "記録No"),
    "date": ("年月日", "相談日", "対応日", "受付日", "実施日", "訪問日", "月日", "日にち", "対応年月日", "相談年月日", "日時"),
    "time": ("時間帯", "開始時刻", "開始時間", "対応時刻"),
    "minutes": ("時間", "所要時間", "対応時間", "時間（分）", "分数", "所要時間（分）"),
    "district": ("担当地区", "圏域", "地域", "住区", "エリア", "地区名"),
    "coordinators": ("担当", "対応者", "職員", "相談員", "記入者", "担当者名", "担当職員", "コーディネーター", "CSW"),
    "household": ("世帯", "世帯No", "世帯コード"), "also_cases": ("ほかのケース番号", "関連ケース"),
    "case": ("ケース", "ケースNo", "事例番号", "ケースコード"),
    "counterpart": ("相手方", "氏名", "相談者氏名", "相談者名", "対象者氏名"),
    "text": ("内容", "備考", "経過", "記録内容", "対応内容", "特記事項", "概要", "相談の概要", "メモ"),
    "next_action_on": ("次回", "次回予定", "次回対応日", "次回訪問日"),
}


_LOOK_ALIKES = {ord(kanji): fold(kana) for kanji, kana in zip("一二三八千口力夕工卜", "ーニミハチロカタエト", strict=True)}


def likeness(said: str, known: str) -> float:
    """From 0 to 1, whatever the width, the kana and the look-alikes (北ニ for 北二); a word that holds the other is like it."""
    said, known = (fold(each).translate(_LOOK_ALIKES) for each in (said, known))
    if not said or not known:
        return 0
    within = _HOLDS if min(len(said), len(known)) > 1 and (said in known or known in said) else 0
    return max(within, SequenceMatcher(None, said, known, autojunk=False).ratio())


def is_near_date(heading: str) -> bool:
    """Whether a heading may stand over the dates."""
    return max(likeness(heading, known) for known in (HEADINGS["date"], *OTHER_HEADINGS["date"])) >= _HOLDS


def is_near_heading(text: str, directory: Directory) -> bool:
    """Whether a cell heads a column, or is like something that does."""
    return is_heading(text, directory) or bool(heading_proposals(text, directory))


def heading_proposals(said: str, directory: Directory) -> list[str]:
    """The likeliest meanings of a heading as targets of a choice, best first."""
    scores = {f"field:{name}": max(likeness(said, known) for known in (heading, *OTHER_HEADINGS[name]))
              for name, heading in HEADINGS.items()}
    scores |= {f"axis:{axis.code}": likeness(said, axis.name) for axis in directory.chosen_axes.values()}
    return _best(scores)


def value_proposals(scope: str, said: str, directory: Directory, years: Collection[int] = ()) -> list[str]:
    """The likeliest categories, districts or users for a word, as codes (of users, user names), best first.

    Of categories those of a fiscal year in which the word was met (`years`), where that is known.
    """
    axis = axis_of(scope, directory)
    if axis is None:
        return _best({code: _likest(said, names) for code, _, names in known_values(scope, directory)})
    offered = {each.code for each in directory.every_category(axis) if not years or any(map(each.valid_in, years))}
    known = [(code, names) for code, _, names in known_values(scope, directory) if code in offered]
    called = {each.code for each in directory.called(axis, said)} & offered
    near = {_misspelt(said, known): _ALIKE} | dict.fromkeys(called, 1.0)
    return _best({code: max(_likest(said, names), near.get(code, 0)) for code, names in known})


def _likest(said: str, names: Iterable[str]) -> float:
    return max(likeness(said, name) for name in names)


def _misspelt(said: str, known: Iterable[tuple[str, list[str]]]) -> str:
    """The only category (its code) whose name differs in one of two characters: 訪門 for 訪問; "" for none. Among longer words likeness tells."""
    word = fold(said)
    found = [code for code, names in known if any(_is_one_off(word, fold(name)) for name in names if name != code)]
    return found[0] if len(found) == 1 else ""


def _is_one_off(said: str, known: str) -> bool:
    return len(said) == len(known) == 2 and sum(a != b for a, b in zip(said, known, strict=True)) == 1


def known_values(scope: str, directory: Directory) -> list[tuple[str, str, list[str]]]:
    """Everything that a word of the scope can stand for: code, label, and all its names."""
    if scope == DISTRICT:
        shown = told_apart(directory.districts)
        return [(each.code, shown[each.code], [each.name, each.code]) for each in directory.districts]
    if scope == COORDINATORS:
        return [(each.username, each.name, [each.name, each.username]) for each in directory.users]
    axis = axis_of(scope, directory)
    found = {each.code: each for same in directory.categories.get(axis.pk, {}).values() for each in same} if axis else {}
    every = sorted(found.values(), key=lambda each: (each.order, each.pk))
    return [(each.code, label, each.names) for each, label in zip(every, labels_apart(every, every), strict=True)]


def axis_of(scope: str, directory: Directory) -> Axis | None:
    """The axis of a scope `axis:<code>`."""
    return directory.chosen_axes.get(fold_label(scope.partition(":")[2]))


def _best(scores: dict[str, float]) -> list[str]:
    likely: Iterable[str] = (target for target, score in scores.items() if score >= _ALIKE)
    return sorted(likely, key=lambda target: -scores[target])[:MOST]
