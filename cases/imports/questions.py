"""The mapping page's questions: each word that a file needs a choice for, with what it may stand for."""
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from cases.models import Axis
from cases.text import fold_label

from .choices import COLUMN, COORDINATORS, DISTRICT, IGNORE, Asked, Choices, Key, mark_target
from .directory import Directory
from .drafts import HEADINGS
from .proposals import NUMBER, axis_of, heading_proposals, known_values, value_proposals

Options = list[tuple[str, str]]
IGNORE_WORDS = "この列は読み取らない"
RETIRED = "廃止：→ "


@dataclass(slots=True)
class Question:
    """One word, or the headings of one axis together, and the choices; `kept` is the one made before, or "".

    `near` are the likely options, `groups` all of them by heading; `why` says what the values told about it, `is_retired` that
    it is no unknown word but a category of earlier years. `targets` says what an answer stores for each key.
    """

    shown: str
    about: str
    near: Options
    groups: list[tuple[str, Options]]
    keys: list[Key]
    count: int = 0
    kept: str = ""
    why: str = ""
    is_retired: bool = False
    codes: dict[Key, dict[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The form field's name: the same word has the same one in every file."""
        return "q" + hashlib.sha256("\n".join(map(":".join, self.keys)).encode()).hexdigest()[:12]

    def targets(self, answer: str) -> dict[Key, str]:
        """What the answer stores under each key; "" for no answer."""
        return {key: self.codes.get(key, {}).get(answer, answer) for key in self.keys}


class Questions:
    """The questions of one reading: `asked` are open, `kept` were answered for an earlier file and are used again."""

    def __init__(self, choices: Choices, directory: Directory | None = None):
        self.directory, self.choices = directory or Directory(), choices
        headings = {key: asked for key, asked in choices.asked.items() if key[0] == COLUMN}
        clusters, alone = self._clusters(headings)
        self.asked = [self._cluster(axis, group, keys) for (axis, group), keys in clusters.items()]
        self.asked += [self._heading(key, asked) for key, asked in headings.items() if key in alone]
        self.asked += [self._value(key, asked) for key, asked in choices.asked.items() if key not in headings]
        self.kept = [self._question(key, word, 0) for key, word in choices.used.items() if key not in choices.asked]

    @property
    def version(self) -> str:
        """What the page shows: every word and what is kept for it."""
        said = [[each.name, each.kept] for each in [*self.asked, *self.kept]]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def _clusters(self, headings) -> tuple[dict[tuple[str, str], list[Key]], set[Key]]:
        """Headings that are labels of one axis, by the axis and the heading above them; and all others."""
        by_group = defaultdict(list)
        for key, asked in headings.items():
            group, _, label = asked.shown.rpartition(" / ")
            by_group[group].append((key, fold_label(label)))
        clusters, alone = {}, set(headings)
        for group, found in by_group.items():
            while axis := self._axis_of_most({label for key, label in found if key in alone}):
                mine = [key for key, label in found if key in alone and label in self.directory.categories[axis.pk]]
                clusters[axis.code, group] = mine
                alone -= set(mine)
        return clusters, alone

    def _axis_of_most(self, labels: set[str]) -> Axis | None:
        axes = {axis.pk: axis for axis in self.directory.chosen_axes.values()}
        fitting = {pk: len(labels & names.keys()) for pk, names in self.directory.categories.items()}
        best = max(fitting, key=fitting.get, default=None)
        return axes[best] if best and fitting[best] else None

    def _cluster(self, axis: str, group: str, keys: list[Key]) -> Question:
        found = self.directory.chosen_axes[fold_label(axis)]
        words = [self.choices.asked[key].shown.rpartition(" / ")[2] for key in keys]
        shown = "、".join(words[:3]) + (f" ほか{len(words) - 3}列" if len(words) > 3 else "")
        answer, codes = f"axis:{axis}", {}
        for key, word in zip(keys, words, strict=True):
            category = self.directory.categories[found.pk][fold_label(word)][0]
            codes[key] = {answer: mark_target(axis, category.code)}
        return Question(f"{group}：{shown}" if group else shown, "印の列の見出し", [(answer, f"{found.name}（名称が同じ分類に印）")],
                        [("ほか", [(IGNORE, "これらの列は読み取らない")])], keys, len(keys), codes=codes)

    def _heading(self, key: Key, asked: Asked) -> Question:
        """A heading with what its values tell before what it sounds like; numbers that repeat are no 記録番号."""
        question = self._question(key, asked.shown, asked.count)
        if asked.target:
            words = dict(option for _, options in question.groups for option in options)
            wrong = {asked.target} | ({NUMBER} if asked.target == IGNORE else set())
            question.near = [(asked.target, words[asked.target]), *(each for each in question.near if each[0] not in wrong)]
            question.why = asked.reason
        return question

    def _value(self, key: Key, asked: Asked) -> Question:
        """A value; of a category that is retired what became of it goes first, said to be that, and itself is no answer."""
        question = self._question(key, asked.shown, asked.count)
        if asked.became:
            words = dict(self._values(key[0]))
            others = {*asked.became, *(each.code for each in self.directory.called(axis_of(key[0], self.directory), asked.shown))}
            question.near = [*((code, f"{RETIRED}{words[code]}") for code in asked.became if code in words),
                             *(each for each in question.near if each[0] not in others)]
            question.why, question.is_retired = asked.reason, True
        elif len(held := self._held(key[0], asked.shown)) > 1:
            question.why = (f"{''.join(f'「{each}」' for each in held)}が入っています。1つを選ぶと、ほかは取り込まれません。"
                            "どれも取り込むときは、選ばずに、ファイルで間を「；」で区切ってください。")
        return question

    def _held(self, scope: str, shown: str) -> list[str]:
        """The labels that stand in a word for an axis of several values, beside each other; not one above another of them."""
        axis, word = axis_of(scope, self.directory), fold_label(shown)
        if axis is None or axis.single:
            return []
        within = {fold_label(each.label): each for each in self.directory.every_category(axis) if fold_label(each.label) in word}
        above = {each.parent_id for each in within.values()}
        return [each.label for said, each in within.items()
                if each.pk not in above and not any(said in other for other in within if other != said)]

    def _question(self, key: Key, shown: str, count: int) -> Question:
        scope, _ = key
        groups = self._heading_options() if scope == COLUMN else [(self._noun(scope), self._values(scope))]
        words = dict(option for _, options in groups for option in options)
        likely = heading_proposals(shown, self.directory) if scope == COLUMN else value_proposals(
            scope, shown, self.directory, self.choices.years.get(key, ()))
        return Question(shown, "見出し" if scope == COLUMN else self._noun(scope), [(each, words[each]) for each in likely if each in words],
                        groups, [key], count, self.choices.kept.get(key, ""))

    def _values(self, scope: str) -> Options:
        return [(code, label) for code, label, _ in known_values(scope, self.directory)]

    def _noun(self, scope: str) -> str:
        axis = axis_of(scope, self.directory)
        return {DISTRICT: HEADINGS["district"], COORDINATORS: HEADINGS["coordinators"]}.get(scope) or (axis.name if axis else "")

    def _heading_options(self) -> list[tuple[str, Options]]:
        axes = {axis.pk: axis for axis in self.directory.chosen_axes.values()}.values()
        marks = [(f"{axis.name}の分類に印", [(mark_target(axis.code, code), f"{axis.name}：{label}")
                                       for code, label, _ in known_values(f"axis:{axis.code}", self.directory)])
                 for axis in sorted(axes, key=lambda each: each.order)]
        return [("項目", [(f"field:{name}", heading) for name, heading in HEADINGS.items()]),
                ("分類軸", [(f"axis:{axis.code}", axis.name) for axis in sorted(axes, key=lambda each: each.order)]),
                ("ほか", [(IGNORE, IGNORE_WORDS)]), *marks]
