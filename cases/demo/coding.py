"""Who called, how, about whom and what, and what was done: the five axes beside 対応実績, dealt contact by contact.

Each table gives odds against the ordinary contact; a value that is not named has 1.
"""
from collections import Counter
from collections.abc import Mapping
from random import Random

from .casework import CasePlan
from .deal import deal, hand_sizes, redeal
from .profiles import TARGET_TOPICS, TARGETS
from .targets import CASE, NEW, Targets

_MOST_TOPICS, _MOST_ACTIONS = 4, 4
_PUBLIC = {"self": 0.02, "family": 0.005, "neighbor": 0.5, "livelihood_division": 0.2, "work_counter": 0.3,
           "elderly_division": 0.2, "disability_division": 0.1, "support_center": 0.5, "child_center": 0.6}
_CONSULTERS = {
    NEW: {"self": 2.5, "family": 3, "neighbor": 6, "welfare_volunteer": 2, "council_staff": 0.7, "other": 0.4},
    CASE: {"care_network": 0.3},
    "outreach": _PUBLIC | {"honobono": 5, "welfare_volunteer": 5, "care_network": 30, "city_other": 3, "other": 1.5},
    "training": _PUBLIC | {"council_staff": 6, "other": 4, "city_other": 4, "honobono": 0.5},
    "other": _PUBLIC | {"council_staff": 4, "other": 3, "city_other": 3, "care_network": 8, "honobono": 2},
}
_PEOPLE = {"self", "family", "neighbor"}
_RESIDENTS = _PEOPLE | {"honobono", "welfare_volunteer", "care_network"}
_METHODS = {
    "self": {"visit": 2, "mail": 0.6, "other": 0.8, "fax": 0.001},
    "family": {"visit": 1.2, "office": 1.5, "mail": 0.6, "other": 0.3, "fax": 0.001},
    "neighbor": {"phone": 1.5, "visit": 1.5, "mail": 0.2, "other": 0.2, "fax": 0.001},
    "welfare_volunteer": {"phone": 2, "visit": 1.5, "mail": 0.3, "fax": 0.5},
    "honobono": {"phone": 1.5, "visit": 2, "mail": 0.5, "fax": 0.5},
    "care_network": {"visit": 2, "mail": 1.5, "other": 2},
    "council_staff": {"phone": 0.8, "office": 2.5, "mail": 1.5, "visit": 0.5, "fax": 0.01},
    "other": {"mail": 3, "other": 2.5, "visit": 0.6, "phone": 0.7, "fax": 1},
}
_OFFICIALS = {"phone": 2.5, "mail": 1, "visit": 0.6, "office": 0.4, "other": 0.3, "fax": 2}
_KIND_METHODS = {"training": {"other": 9, "phone": 0.05, "visit": 2, "office": 1.5, "fax": 0.01},
                 "outreach": {"visit": 3, "office": 1.5, "phone": 0.5}, NEW: {"phone": 1.4, "office": 3, "other": 0.4}}
_KIND_TOPICS = {
    "outreach": {"participation": 8, "group": 3, "safety": 2, "disaster": 4, "other": 12, "income": 0.1, "procedure": 0.2,
                 "housing": 0.1, "health": 0.4, "parenting": 0.6, "environment": 0.2, "work": 0.2, "meal": 0.3},
    "training": {"parenting": 0.4, "participation": 4, "rights": 12, "disaster": 8, "other": 20, "group": 1.5, "learning": 2,
                 "income": 0.3, "housing": 0.1, "procedure": 0.3, "environment": 0.05, "shopping": 0.1, "meal": 0.2},
    "other": {"participation": 5, "group": 6, "other": 15, "safety": 0.7, "income": 0.1, "procedure": 0.3,
              "housing": 0.2, "health": 0.4, "environment": 0.2, "shopping": 0.3},
    NEW: {"procedure": 1.5, "group": 0.5},
}
_PERSON_TOPICS = {"group": 0.12, "participation": 0.5, "other": 0.2}
_KIND_ACTIONS = {
    NEW: {"information": 2.5, "referral": 5, "listening": 1.5, "meeting": 0.02, "checking": 0.7, "neighborhood": 0.3},
    CASE: {"checking": 2, "meeting": 0.25, "neighborhood": 0.3, "other": 0.5},
    "outreach": {"information": 3, "meeting": 4, "checking": 0.15, "listening": 0.01, "referral": 0.05, "neighborhood": 8,
                 "other": 2},
    "training": {"meeting": 6, "information": 2, "checking": 0.1, "listening": 0.01, "referral": 0.02, "other": 15},
    "other": {"meeting": 8, "coordination": 3, "checking": 0.3, "listening": 0.01, "referral": 0.05, "other": 8},
}
_PERSON_ACTIONS = {"listening": 4, "checking": 2, "cooperation": 0.15, "coordination": 0.5, "meeting": 0.05,
                   "neighborhood": 0.2}
_OFFICIAL_ACTIONS = {"cooperation": 5, "coordination": 2, "listening": 0.01, "neighborhood": 0.1}
_CONSULTER_ACTIONS = {
    "honobono": {"honobono": 60, "listening": 0.02, "cooperation": 0.3},
    "welfare_volunteer": {"welfare_volunteer": 60, "listening": 0.02, "cooperation": 0.3},
    "care_network": {"meeting": 8, "neighborhood": 4, "listening": 0.02},
    "neighbor": {"neighborhood": 6}, "other": {"neighborhood": 2.5, "cooperation": 2.5, "coordination": 2, "listening": 0.02},
}
# What goes together in one contact, and what a spouse or a child of a case is counted under.
_TARGET_MIX = {"母": {"other": 0.06, "elderly": 0.02}, "妻": {"other": 0.03}, "弟": {"other": 0.1}}


def code_contacts(rng: Random, contacts: list[dict], targets: Targets) -> None:
    """Fill in `categories` of one district's contacts; every table adds up to the published one."""
    asked = [each for each in contacts if each["kind"] in (NEW, CASE)]
    hands = redeal(rng, [[each["case"].target] for each in asked], [_target_weights(each) for each in asked])
    for contact, (target,) in zip(asked, hands, strict=True):
        contact["target"] = target
    for axis, weights in (("consulter", _consulter_weights), ("method", _method_weights)):
        hands = deal(rng, targets.counts[axis], [1] * len(contacts), [weights(each) for each in contacts])
        for contact, (value,) in zip(contacts, hands, strict=True):
            contact[axis] = value
    for axis, weights, appetite, most in (("topic", _topic_weights, _topic_appetite, _MOST_TOPICS),
                                          ("action", _action_weights, _action_appetite, _MOST_ACTIONS)):
        sizes = hand_sizes(rng, targets.total(axis), [appetite(each) for each in contacts], most)
        hands = deal(rng, targets.counts[axis], sizes, [weights(each) for each in contacts])
        for contact, hand in zip(contacts, hands, strict=True):
            contact[axis] = hand


def _odds(*tables: Mapping[str, float]) -> dict[str, float]:
    """The product of several tables of odds."""
    product: dict[str, float] = {}
    for table in tables:
        for name, odds in table.items():
            product[name] = product.get(name, 1.0) * odds
    return product


def _target_weights(contact: dict) -> dict[str, float]:
    case: CasePlan = contact["case"]
    others = dict.fromkeys(TARGETS, 1e-4)
    return others | (_TARGET_MIX.get(case.profile.person, {}) if not case.group else {}) | {case.target: 1.0}


def _consulter_weights(contact: dict) -> dict[str, float]:
    case = contact["case"]
    if case is None:
        return _CONSULTERS[contact["kind"]]
    if case.group:
        return _odds(_CONSULTERS[contact["kind"]], case.profile.partners, case.partners)
    return _odds(_CONSULTERS[contact["kind"]], TARGETS[case.target], case.profile.partners, case.partners)


def _method_weights(contact: dict) -> dict[str, float]:
    return _odds(_METHODS.get(contact["consulter"], _OFFICIALS), _KIND_METHODS.get(contact["kind"], {}),
                 contact["case"].channel if contact["case"] else {})


def _topic_weights(contact: dict) -> dict[str, float]:
    case = contact["case"]
    if case is None:
        return _KIND_TOPICS[contact["kind"]]
    person = {} if case.group else _PERSON_TOPICS
    return _odds(_KIND_TOPICS.get(contact["kind"], {}), TARGET_TOPICS[contact["target"]], person, case.profile.topics,
                 case.subjects)


def _action_weights(contact: dict) -> dict[str, float]:
    case, consulter = contact["case"], contact["consulter"]
    who = _PERSON_ACTIONS if consulter in _PEOPLE else {} if consulter in _RESIDENTS else _OFFICIAL_ACTIONS
    others = {name: 0.15 for name in ("honobono", "welfare_volunteer") if name != consulter}
    method = {"checking": 1.5} if contact["method"] in ("phone", "visit") else {"meeting": 3 if contact["method"] == "other" else 1}
    return _odds(_KIND_ACTIONS[contact["kind"]], who, others, _CONSULTER_ACTIONS.get(consulter, {}), method,
                 case.profile.actions if case else {})


def _topic_appetite(contact: dict) -> float:
    return {NEW: 1.2, CASE: 1.0}.get(contact["kind"], 0.4)


def _action_appetite(contact: dict) -> float:
    return {NEW: 1.5, CASE: 1.0}.get(contact["kind"], 0.5)


def counts_of(contacts: list[dict]) -> dict[str, Counter]:
    """How often each category occurs, by axis, over some contacts."""
    counts: dict[str, Counter] = {axis: Counter() for axis in ("kind", "consulter", "method", "target", "topic", "action")}
    for contact in contacts:
        for axis, counter in counts.items():
            value = contact.get(axis)
            counter.update([value] if isinstance(value, str) else value or [])
    return counts
