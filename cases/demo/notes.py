"""Record texts (記録): a few sentences that fit how a contact is coded, put together so that few are the same."""
from collections import Counter
from collections.abc import Sequence
from random import Random

from . import phrases_actions as acts
from .phrases_topics import GROUP, HOME, NOUNS
from .targets import NEW
from .words import spell

_TRIES = 4
_DAYTIME = ((11, "朝"), (12, "昼前"), (14, "昼過ぎ"), (16, "午後"), (24, "夕方"))
_REMOTE = {"phone", "mail", "fax"}
_TOGETHER = {"family", "neighbor", "self"}  # who is met at home rather than taken along


class Writer:
    """Writes the texts of a whole year and remembers what it has used, to say it differently."""

    def __init__(self, rng: Random):
        self.rng, self.used = rng, Counter()

    def write(self, contact: dict) -> str:
        """The text of one contact; `contact` is complete but for its text."""
        words = self._words(contact)
        parts = self._public(contact, words) if contact["case"] is None else self._case(contact, words)
        return "".join(parts)

    def who(self, contact: dict) -> str:
        """Whom the contact was with, in general words."""
        return self._words(contact)["who"]

    def _case(self, contact: dict, words: dict) -> list[str]:
        parts = [self._pick(self._openings(contact), words)]
        if contact["kind"] == NEW:
            anonymous = contact.get("anonymous")
            parts += [self._pick(acts.ANONYMOUS if anonymous else acts.FIRST, words)] if self.rng.random() < 0.7 else []
        topics = contact["topic"][:] if len(contact["topic"]) < 3 else self.rng.sample(contact["topic"], 2)
        parts += [self._pick(_about(topic, contact), words) for topic in topics]
        actions = contact["action"] if len(contact["action"]) < 3 else self.rng.sample(contact["action"], 2)
        parts += [self._pick(_action(action, contact), words) for action in actions]
        return parts + self._end(contact, words)

    def _public(self, contact: dict, words: dict) -> list[str]:
        words["noun"] = self.rng.choice(NOUNS[contact["topic"][0]])
        told = acts.BY_LETTER if contact["method"] in _REMOTE else acts.PUBLIC
        parts = [self._pick(told[contact["kind"]], words)]
        wanted = [each for each in contact["action"] if each not in ("information", "other")] or contact["action"]
        if self.rng.random() < 0.75:
            parts.append(self._pick(acts.GROUP_CHECKING if wanted[0] == "checking" else acts.ACTIONS[wanted[0]], words))
        return parts

    def _end(self, contact: dict, words: dict) -> list[str]:
        if contact.get("closing_reason"):
            return [acts.CLOSED[contact["closing_reason"]]]
        if contact["next_action_on"]:
            return [self._pick(acts.PLANS, words)]
        if contact["case"].one_off:
            return [self._pick(acts.ENDINGS[:3] if not contact.get("anonymous") else acts.ENDINGS, words)]
        endings = acts.GROUP_CLOSINGS if contact["case"].group else acts.CLOSINGS
        return [self._pick(endings, words)] if self.rng.random() < 0.2 else []

    def _openings(self, contact: dict) -> Sequence[str]:
        method = contact["method"]
        if method == "visit" and contact["case"].group:
            method = "visit_place"
        elif method == "visit" and contact["consulter"] not in _TOGETHER:
            method = "visit_with"
        return acts.FIRST_OPENINGS[method] if contact["kind"] == NEW else acts.OPENINGS[method]

    def _words(self, contact: dict) -> dict:
        if "words" not in contact:
            contact["words"] = self._new_words(contact)
        return contact["words"]

    def _new_words(self, contact: dict) -> dict:
        case, planned = contact["case"], contact["next_action_on"]
        circle = "public" if case is None else "group" if case.group else contact["target"]
        person = case.profile.person if case and not case.group else "本人"
        date = f"{planned.month}月{planned.day}日" if planned else ""
        return {"p": person, "who": spell(self.rng, self._caller(contact, circle, person)), "date": date,
                "when": next(word for hour, word in _DAYTIME if contact["time"].hour < hour), "circle": circle,
                "together": contact["method"] in ("visit", "office")}

    def _caller(self, contact: dict, circle: str, person: str) -> str:
        consulter = contact["consulter"]
        if consulter == "self":
            return "参加者" if circle == "group" else "住民の方" if circle == "public" else person
        if consulter == "family":
            return self.rng.choice(contact["case"].profile.family) if circle not in ("group", "public") else "参加者の家族"
        if consulter == "other":
            return self.rng.choice(acts.WHO_OTHER.get(circle, acts.WHO_OTHER[""]))
        return self.rng.choice(acts.WHO[consulter])

    def _pick(self, templates: Sequence[str], words: dict) -> str:
        """The least used of a few sentences made from the templates that fit the way of the contact."""
        templates = [each.lstrip("@") for each in templates if words["together"] or not each.startswith("@")]
        drafts = [self._fill(self.rng.choice(templates), words) for _ in range(_TRIES)]
        best = min(drafts, key=lambda draft: self.used[draft])
        self.used[best] += 1
        return best

    def _fill(self, template: str, words: dict) -> str:
        agencies = [each for each in acts.AGENCIES[words["circle"]] if each[:4] not in words["who"]]
        return spell(self.rng, template).format(agency=self.rng.choice(agencies), **{"noun": ""} | words)


def _about(topic: str, contact: dict) -> Sequence[str]:
    """Sentences on a topic: for a group its own, for a household the general ones and those of its 支援対象者."""
    if contact["case"].group:
        return GROUP[topic]
    special = (*HOME[topic].get(contact["target"], ()), *HOME[topic].get(contact["case"].profile.voice or "-", ()))
    if topic in ("parenting", "learning") and special:
        return special
    return (*special, *HOME[topic][""])


def _action(action: str, contact: dict) -> Sequence[str]:
    return acts.GROUP_CHECKING if action == "checking" and contact["case"].group else acts.ACTIONS[action]
