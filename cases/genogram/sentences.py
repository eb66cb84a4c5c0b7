"""The genogram in sentences: everything the figure shows, for who cannot see it and for who wants to be sure."""
from cases.ages import age_words

from .family import (
    ADOPTED,
    BLOOD,
    COHABITING,
    DIVORCED,
    FOSTER,
    MARRIED,
    SEPARATED,
    STEP,
    Couple,
    Family,
    Person,
)

SEX = {"male": "男性", "female": "女性"}
STATUS = {MARRIED: "婚姻", COHABITING: "内縁・事実婚", SEPARATED: "別居", DIVORCED: "離婚"}
KIND = {BLOOD: "子", ADOPTED: "養子", FOSTER: "里子", STEP: "継子"}


def person_words(person: Person) -> str:
    """山田花子（母、女性、82歳、キーパーソン、同居）."""
    told = [person.role, SEX.get(person.sex, "性別不明・その他"), age_words(person.age), "本人" if person.is_index and person.role != "本人" else "",
            "死亡" if person.is_dead else "", "キーパーソン" if person.is_key else "",
            "同居" if person.lives_here and not person.is_dead else ""]
    return f"{person.name}（{'、'.join(each for each in told if each)}）"


def relation_words(family: Family) -> list[str]:
    """One sentence for every couple, every child and every pair of siblings."""
    return [*(_couple(family, each) for each in family.couples), *_children(family),
            *(f"{_name(family, each.a)}と{_name(family, each.b)}: {'双子' if each.are_twins else 'きょうだい'}" for each in family.siblings)]


def _couple(family: Family, couple: Couple) -> str:
    over = couple.status == DIVORCED
    span = "、".join(each for each in (
        couple.since and (f"婚姻 {couple.since}" if over else f"{couple.since}から"),
        couple.until and (f"離婚 {couple.until}" if over else f"{couple.until}まで")) if each)
    return f"{_name(family, couple.a)}と{_name(family, couple.b)}: {STATUS[couple.status]}" + (f"（{span}）" if span else "")


def _children(family: Family) -> list[str]:
    """One sentence for each child and kind: 太郎: 一郎と花子の子."""
    parents: dict[tuple[int, str], list[str]] = {}
    for each in family.parentages:
        parents.setdefault((each.child, each.kind), []).append(_name(family, each.parent))
    return [f"{_name(family, child)}: {'と'.join(names)}の{KIND[kind]}" for (child, kind), names in parents.items()]


def _name(family: Family, pk: int) -> str:
    """The name; with the 続柄 where another person has the same."""
    person = family.person(pk)
    twice = sum(each.name == person.name for each in family.people) > 1
    return f"{person.name}（{person.role}）" if twice and person.role else person.name

