"""The genogram in sentences: everything the figure shows, for who cannot see it and for who wants to be sure."""
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
    Parentage,
    Person,
)

SEX = {"male": "男性", "female": "女性"}
STATUS = {MARRIED: "婚姻", COHABITING: "内縁・事実婚", SEPARATED: "別居", DIVORCED: "離婚"}
KIND = {BLOOD: "子", ADOPTED: "養子", FOSTER: "里子", STEP: "継子"}


def person_words(person: Person) -> str:
    """山田花子（母、女性、82歳、キーパーソン、同居）."""
    told = [person.role, SEX.get(person.sex, "性別不明・その他"), _age(person.age), "本人" if person.is_index and person.role != "本人" else "",
            "死亡" if person.is_dead else "", "キーパーソン" if person.is_key else "",
            "同居" if person.lives_here and not person.is_dead else ""]
    return f"{person.name}（{'、'.join(each for each in told if each)}）"


def relation_words(family: Family) -> list[str]:
    """One sentence for every couple, child and pair of siblings."""
    return [*(_couple(family, each) for each in family.couples), *(_parentage(family, each) for each in family.parentages),
            *(f"{_name(family, each.a)}と{_name(family, each.b)}: きょうだい" for each in family.siblings)]


def _couple(family: Family, couple: Couple) -> str:
    span = "、".join(each for each in (couple.since and f"{couple.since}から", couple.until and f"{couple.until}まで") if each)
    return f"{_name(family, couple.a)}と{_name(family, couple.b)}: {STATUS[couple.status]}" + (f"（{span}）" if span else "")


def _parentage(family: Family, each: Parentage) -> str:
    return f"{_name(family, each.child)}: {_name(family, each.parent)}の{KIND[each.kind]}"


def _name(family: Family, pk: int) -> str:
    """The name; with the 続柄 where another person has the same."""
    person = family.person(pk)
    twice = sum(each.name == person.name for each in family.people) > 1
    return f"{person.name}（{person.role}）" if twice and person.role else person.name


def _age(age: str) -> str:
    return f"{age}歳" if age.isdigit() else age
