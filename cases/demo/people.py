"""Invented people: names that nobody has, telephones that do not exist, addresses without a number."""
import datetime
from random import Random

from .casework import CasePlan
from .words import spell

_FAMILIES = (
    ("見本", "みほん"), ("架空", "かくう"), ("仮野", "かりの"), ("例田", "れいだ"), ("試山", "ためしやま"), ("作井", "つくりい"),
    ("仮名井", "かない"), ("例沢", "れいざわ"), ("見本谷", "みほんだに"), ("架原", "かくはら"), ("空想", "くうそう"),
    ("試川", "ためしかわ"), ("雛形", "ひながた"), ("例木", "れいき"), ("仮屋根", "かりやね"),
    ("見立", "みたて"), ("作野", "つくりの"), ("試見", "ためしみ"), ("架橋本", "かきょうもと"), ("例島", "れいじま"),
    ("仮沼", "かりぬま"), ("写山", "うつしやま"), ("筆名", "ひつな"), ("雛田", "ひなだ"),
)
_GIVEN = {
    "m": {"old": (("一郎", "いちろう"), ("正", "ただし"), ("茂", "しげる"), ("清", "きよし"), ("勇", "いさむ"), ("実", "みのる")),
          "middle": (("浩", "ひろし"), ("誠", "まこと"), ("健一", "けんいち"), ("隆", "たかし"), ("学", "まなぶ"), ("直樹", "なおき")),
          "young": (("翔", "しょう"), ("陽斗", "はると"), ("蓮", "れん"), ("湊", "みなと"), ("大和", "やまと"), ("悠", "ゆう"))},
    "f": {"old": (("花子", "はなこ"), ("和子", "かずこ"), ("節子", "せつこ"), ("文子", "ふみこ"), ("千代", "ちよ"), ("キヨ", "きよ")),
          "middle": (("由美", "ゆみ"), ("恵子", "けいこ"), ("直美", "なおみ"), ("真由美", "まゆみ"), ("香", "かおり"), ("明子", "あきこ")),
          "young": (("葵", "あおい"), ("結衣", "ゆい"), ("凛", "りん"), ("さくら", "さくら"), ("芽", "めい"), ("陽菜", "ひな"))},
}
_TOWNS = {"osawa": [f"大沢{n}丁目" for n in range(1, 7)],
          "renjaku": [f"上連雀{n}丁目" for n in range(6, 10)] + [f"下連雀{n}丁目" for n in range(5, 10)]}
_SEXES = {"m": 1, "f": 2}
SEX_WORDS = {"m": "男性", "f": "女性"}
_CHILDREN = ("歳", "未就学児", "小学生", "中学生")
_NOTES = ("日中は留守がち。電話は夕方がよい。", "耳が遠いため、ゆっくり大きな声で話す。", "訪問の前に必ず電話を入れる。",
          "玄関の呼び鈴が鳴らないため、着いたら電話をかける。", "文字を書くことが苦手。書類は一緒に確認する。", "")


def make_household(rng: Random, case: CasePlan, serial: int) -> dict:
    """A household for a case: members in the profile's order, the person helped first. Some give no name at all."""
    family = _FAMILIES[serial % len(_FAMILIES)]
    known = rng.random() > 0.06
    members: list[dict] = []
    for text in case.profile.members:
        members.append(_member(rng, spell(rng, text), family if known else ("", ""), members))
    adults = [each for each in members if each["age_text"].endswith("代")] or members
    adults[-1 if case.profile.person == "本人" else 0]["is_key_person"] = True
    outside = rng.random() < 0.05
    return {
        "number": f"S-{serial + 1:04d}", "name": f"{family[0]} {members[0]['given_name']}" if known else "",
        "district": "" if outside else case.district,
        "address": "市内の地区外（架空の番地）" if outside else f"{rng.choice(_TOWNS[case.district])}（架空の番地）",
        "phone": f"000-0000-{serial * 37 % 9000 + 1000:04d}" if known and rng.random() < 0.85 else "",
        "note": rng.choice(_NOTES) if rng.random() < 0.3 else "", "members": members,
    }


def _member(rng: Random, text: str, family: tuple[str, str], others: list[dict]) -> dict:
    relation, sex, age = text.split(":")
    taken = {each["given_name"] for each in others}
    names = [name for name in _GIVEN[sex][_generation(age)] if name[0] not in taken]
    given = rng.choice(names) if family[0] else ("", "")
    born = _birth_date(rng, age) if family[0] and rng.random() < 0.3 else None
    return {"family_name": family[0], "given_name": given[0], "kana": f"{family[1]} {given[1]}".strip(),
            "relation": relation, "sex": _SEXES[sex], "age_text": age, "birth_date": born, "is_key_person": False}


def name_of(rng: Random, sex: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """A family name and a given one of a sex (m, f), each with its kana."""
    return rng.choice(_FAMILIES), rng.choice(_GIVEN[sex]["middle"])


def _generation(age: str) -> str:
    if age.endswith(_CHILDREN) or age == "20代":
        return "young"
    return "old" if int(age.rstrip("代")) >= 70 else "middle"


def _birth_date(rng: Random, age: str) -> datetime.date | None:
    """A birthday that makes the person of that age all through the fiscal year 2021; None for children."""
    if age.endswith(_CHILDREN):
        return None
    years = int(age.rstrip("代")) + rng.randint(1, 8)
    return datetime.date(2021 - years, rng.randint(1, 12), rng.randint(1, 28))

