"""What kinds of cases (ケース) the demo has: invented types of households and groups, and what their contacts are like.

Numbers are odds against the ordinary contact; the margins decide how many there really are.
`(a|b)` in a text is one of the two. A member is 「続柄:m or f:年代」, the first one being the person helped.
"""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Profile:
    """One type of household, or one group or place."""

    target: str
    share: float
    members: tuple[str, ...]
    titles: tuple[str, ...]
    summary: str
    topics: dict[str, float]
    partners: dict[str, float] = field(default_factory=dict)
    actions: dict[str, float] = field(default_factory=dict)
    person: str = "本人"
    family: tuple[str, ...] = ("別居の(長女|長男|妹)", "親族")
    voice: str = ""


HOUSEHOLDS = {
    "alone": Profile(
        "elderly", 5, ("本人:(f|f|m):(70代|80代|80代|90代)",),
        ("一人暮らしの{age}{sex}の見守り", "{age}{sex}の一人暮らしの不安", "外出の減った{age}{sex}の支援"),
        "(近くに頼れる親族がいない|親族は遠方に住んでいる|近所付き合いが少ない)一人暮らしの{age}の{sex}。"
        "(暮らしの見通しに不安がある|体力が落ち、外出が減っている|日中の過ごし方を一緒に考えている)。",
        {"health": 5, "safety": 5, "shopping": 3, "mobility": 3, "participation": 2, "meal": 2, "disaster": 2},
        {"support_center": 2, "honobono": 2, "welfare_volunteer": 2}),
    "couple": Profile(
        "elderly", 3, ("妻:f:(70代|80代)", "夫:m:80代"),
        ("高齢夫婦世帯の介護の相談", "夫を介護する{age}{sex}の支援", "高齢夫婦二人の暮らしの見守り"),
        "高齢の夫婦二人暮らし。(夫の物忘れが進み、妻の負担が大きい|夫の退院後の暮らしについて相談があった|"
        "買い物と通院が二人には難しくなってきた)。",
        {"health": 7, "safety": 3, "mobility": 3, "shopping": 2, "housing": 1.5, "procedure": 1.5},
        {"support_center": 3, "family": 2, "elderly_division": 2}, person="妻",
        family=("別居の(長女|次男)",), voice="care"),
    "hoarding": Profile(
        "elderly", 1.6, ("本人:(m|f):(70代|80代)",),
        ("片付けの難しい{age}{sex}の住まいの支援", "物の多い住まいで暮らす{age}{sex}の支援"),
        "一人暮らしの{age}の{sex}。室内に物が増え、(片付けの手が付かない|玄関先まで物が出ている|火の元が心配される)。",
        {"environment": 40, "housing": 5, "safety": 3, "health": 2},
        {"support_center": 2, "neighbor": 6, "city_other": 3}, {"coordination": 1.5}),
    "parent_and_child": Profile(
        "elderly", 2, ("母:f:80代", "長男:m:50代"),
        ("80代の母と50代の息子の世帯の支援", "同居の息子を案じる80代の母の相談"),
        "80代の母と50代の長男の二人暮らし。(長男は長く仕事から離れている|母の介護が必要になり、暮らしの立て直しを考えている|"
        "母の年金で暮らしており、先々に不安がある)。",
        {"income": 3, "health": 3, "work": 4, "safety": 2, "procedure": 2},
        {"support_center": 2, "work_counter": 5, "livelihood_division": 3, "family": 2}, {"listening": 1.5},
        person="母", family=("長男", "別居の長女")),
    "mental": Profile(
        "disabled", 4, ("本人:(m|f|f):(30代|40代|50代)",),
        ("精神障がいのある{age}{sex}の一人暮らしの支援", "体調に波のある{age}{sex}への定期的な関わり"),
        "精神障がいのある{age}の{sex}。(通院しながら一人で暮らしている|不安が強いときに電話がある|"
        "室内の片付けと手続きに手助けがいる)。",
        {"health": 5, "safety": 5, "housing": 4, "procedure": 4, "income": 2, "work": 1.5},
        {"disability_division": 6, "self": 2, "livelihood_division": 2}, {"listening": 6},
        family=("母", "別居の(兄|妹)"), voice="mind"),
    "siblings": Profile(
        "disabled", 1.5, ("弟:m:(40代|50代)", "姉:f:(40代|50代)"),
        ("障がいのある姉と暮らす{age}{sex}の支援", "きょうだい二人の暮らしの支援"),
        "知的障がいのある姉と弟の二人暮らし。(弟が一人で手続きを担い、疲れが見える|姉の日中の居場所を探している)。",
        {"procedure": 4, "health": 3, "housing": 2, "safety": 2, "learning": 1.5},
        {"disability_division": 9, "family": 4}, {"listening": 2, "cooperation": 2}, person="弟",
        family=("叔母", "姉")),
    "income_loss": Profile(
        "poverty", 3, ("本人:m:(40代|50代|60代)",),
        ("収入の減った{age}{sex}の生活の相談", "家賃の支払いに困る{age}{sex}の支援"),
        "(勤め先の休業で収入が減った|仕事を失い、貯えが少なくなった|病気で働けなくなった){age}の{sex}。",
        {"income": 25, "work": 12, "meal": 8, "housing": 4, "procedure": 5},
        {"livelihood_division": 10, "work_counter": 10, "council_staff": 2}, {"referral": 3}),
    "single_parent": Profile(
        "parenting", 2.5, ("母:f:(20代|30代|40代)", "長男:m:(小学生|未就学児)"),
        ("一人で子育てをする{age}の母の支援", "母子世帯の暮らしの支援"),
        "{age}の母と子の二人暮らし。(仕事と子育ての両立に疲れが見える|頼れる親族が近くにいない|日中の預け先を探している)。",
        {"parenting": 14, "income": 2, "work": 2, "meal": 3, "safety": 1.5},
        {"child_center": 8, "self": 1.5}, {"checking": 1.5}, person="母",
        family=("祖母", "母の(姉|妹)")),
    "ill_parent": Profile(
        "parenting", 2.5, ("母:f:(30代|40代)", "父:m:(30代|40代)", "長女:f:(未就学児|小学生)"),
        ("療養中の母がいる世帯の子育ての支援", "病気の親を持つ世帯の暮らしの支援"),
        "母が療養中で、父が仕事と家事を担っている。(送り迎えや夕食に手助けがいる|近所の協力を得て見守りを続けている)。",
        {"parenting": 12, "health": 4, "safety": 3, "meal": 4, "mobility": 1.5},
        {"child_center": 6, "welfare_volunteer": 6, "honobono": 5, "family": 3},
        {"welfare_volunteer": 2, "honobono": 2}, person="母", family=("父", "祖母")),
    "new_in_town": Profile(
        "parenting", 1.5, ("母:f:(20代|30代)", "父:m:(20代|30代)", "長男:m:(0歳|1歳|2歳)"),
        ("転入して間もない子育て世帯の相談", "孤立しがちな{age}の母の支援"),
        "転入して間もない世帯。(母に話し相手が少ない|近くに子どもと過ごせる場所を探している)。",
        {"parenting": 12, "participation": 3, "safety": 2, "health": 1.5}, {"child_center": 5, "self": 3}, person="母",
        family=("父", "祖母")),
    "school": Profile(
        "child", 3, ("本人:(m|f):(小学生|中学生)", "母:f:(30代|40代)"),
        ("登校の難しい{age}の支援", "学校を休みがちな{age}と母の支援"),
        "学校を休みがちな{age}と母。(家の外に安心できる場所を探している|学校と相談しながら過ごし方を考えている)。",
        {"parenting": 9, "learning": 4, "safety": 2, "health": 1.5, "participation": 2},
        {"child_center": 6, "family": 5, "city_other": 2}, family=("母", "祖母")),
    "learning": Profile(
        "child", 2, ("本人:(m|f):(小学生|中学生)", "母:f:(30代|40代)", "弟:m:小学生"),
        ("学習の場を探す{age}の支援", "日本語に不慣れな世帯の{age}の学習の支援"),
        "(親が日本語に不慣れで|家に落ち着いて学ぶ場所がなく)、{age}の子の学習に手助けがいる世帯。",
        {"parenting": 9, "learning": 8, "procedure": 2, "group": 2}, {"other": 3, "child_center": 3, "family": 2},
        family=("母", "父")),
    "withdrawn": Profile(
        "other", 3, ("本人:(m|m|f):(30代|40代|50代)", "母:f:(60代|70代|80代)"),
        ("家で過ごすことの多い{age}{sex}の支援", "{age}の子を案じる母の相談"),
        "長く家で過ごしている{age}の{sex}。(母からの相談で関わりを始めた|まず家族の話を聴くところから始めた)。",
        {"work": 5, "participation": 3, "health": 3, "safety": 2, "income": 2, "rights": 2},
        {"family": 5, "work_counter": 5, "other": 1.5}, {"listening": 2.5},
        family=("母", "父", "姉")),
    "unwell": Profile(
        "other", 3.5, ("本人:(f|m):(20代|30代|40代)",),
        ("気持ちの落ち込みが続く{age}{sex}の支援", "体調がすぐれず働けない{age}{sex}の支援"),
        "{age}の{sex}。(眠れない日が続き、休職している|気持ちの落ち込みがあり、外に出づらい|体調がすぐれず、暮らしのことに手が回らない)。",
        {"health": 5, "safety": 5, "work": 4, "income": 2, "procedure": 2, "rights": 3},
        {"self": 3, "other": 1.2}, {"listening": 6}, family=("母", "姉"),
        voice="mind"),
    "carer": Profile(
        "other", 2, ("本人:(f|f|m):(50代|60代)", "母:f:(80代|90代)"),
        ("親を介護する{age}{sex}の支援", "介護と仕事の両立に悩む{age}{sex}の相談"),
        "母を介護する{age}の{sex}。(仕事との両立に悩んでいる|一人で抱え込みがちで、話せる場を探している)。",
        {"health": 6, "group": 2, "work": 2, "participation": 2, "mobility": 2},
        {"support_center": 2, "council_staff": 2, "family": 3}, {"listening": 2},
        family=("(兄|妹)",), voice="care"),
}

_GROUP_PARTNERS = {"other": 12, "council_staff": 4, "honobono": 2, "city_other": 2, "care_network": 6, "neighbor": 2,
                   "self": 0.15, "family": 0.05, "support_center": 0.5, "child_center": 1, "elderly_division": 0.5,
                   "disability_division": 0.1, "livelihood_division": 0.1, "work_counter": 0.3}
_GROUP_ACTIONS = {"meeting": 5, "coordination": 4, "neighborhood": 6, "listening": 0.05, "checking": 0.8,
                  "referral": 0.6, "other": 2}


def _group(target: str, titles: str, summary: str, topics: dict, partners: dict | None = None) -> Profile:
    return Profile(target, 0, (), (titles,), summary, {"group": 14, "participation": 8, "work": 0.2, "income": 0.1,
                                                       "housing": 0.2, "procedure": 0.3, "health": 0.4} | topics,
                   _GROUP_PARTNERS | (partners or {}), _GROUP_ACTIONS)


@dataclass(frozen=True)
class Group:
    """A group or place that a coordinator works with, from a month of the fiscal year on (4 = from the start)."""

    district: str
    name: str
    subject: str
    from_month: int
    weight: float
    profile: Profile


GROUPS = (
    Group("osawa", "介護者の集い「見本ひといきの会」", "group", 4, 3, _group(
        "other", "介護者の集いの立ち上げと運営", "家族を介護する人が近所で話せる場をつくり、運営を手伝っている。",
        {"health": 8, "safety": 1.5}, {"council_staff": 12, "family": 0.5})),
    Group("osawa", "多世代の居場所「架空の縁側」", "place", 4, 3, _group(
        "other", "多世代の居場所づくり", "空き部屋を使い、世代を問わず立ち寄れる場所を地域の人と準備している。",
        {"housing": 1, "meal": 3, "environment": 3})),
    Group("osawa", "若者の居場所「仮の止まり木」", "place", 6, 2, _group(
        "other", "若い世代の居場所づくり", "家で過ごすことの多い若い世代が安心して過ごせる場を関係する団体と検討している。",
        {"work": 3, "learning": 2}, {"work_counter": 3})),
    Group("osawa", "見本体操サロン", "group", 4, 1.5, _group(
        "elderly", "介護予防の自主グループの支援", "集会所で体操を続ける自主グループ。会場と担い手の相談に応じている。",
        {"health": 6, "disaster": 4}, {"support_center": 4, "honobono": 5})),
    Group("osawa", "子育てひろば「見本ぽかぽか」", "group", 4, 3, _group(
        "parenting", "子育てひろばの運営の支援", "乳幼児と親が集まるひろば。会場の確保とボランティアの募集を手伝っている。",
        {"parenting": 20, "meal": 3}, {"child_center": 5})),
    Group("osawa", "こども食堂「かりのごはん」", "group", 5, 2, _group(
        "parenting", "子ども食堂の立ち上げの支援", "持ち帰りの弁当から始めた子ども食堂。食材と担い手の調整をしている。",
        {"meal": 30, "parenting": 10}, {"council_staff": 5})),
    Group("renjaku", "学習支援「見本まなびの部屋」", "place", 4, 4, _group(
        "child", "学習支援の場の立ち上げと運営", "小中学生が無料で通える学習の場。学生ボランティアと団体の間を取り持っている。",
        {"parenting": 22, "learning": 14})),
    Group("renjaku", "こども食堂「例のキッチン」", "group", 4, 3, _group(
        "child", "子ども食堂の運営の支援", "月に2回開く子ども食堂。会場、食材、見守りの担い手について相談を受けている。",
        {"parenting": 18, "meal": 30})),
    Group("renjaku", "放課後の居場所「試しひろば」", "place", 6, 3, _group(
        "child", "放課後の居場所づくり", "放課後に子どもが立ち寄れる場所を、住民と大学生が始めた。",
        {"parenting": 18, "learning": 6, "safety": 1.5})),
    Group("renjaku", "外国につながる親子の会「例わいわい」", "group", 7, 2, _group(
        "child", "外国につながる親子の交流の場の支援", "日本語に不慣れな親子の交流の場。学校からの便りの読み方なども手伝っている。",
        {"parenting": 18, "learning": 5, "procedure": 2})),
    Group("renjaku", "家族の集い「見本ともしび」", "group", 4, 3, _group(
        "other", "家で過ごす子を持つ家族の集いの準備", "同じ悩みを持つ家族が話せる場を、支援する団体と一緒に準備している。",
        {"parenting": 8, "work": 2, "safety": 2}, {"family": 0.6, "work_counter": 3})),
    Group("renjaku", "子ども・若者支援の連絡会（見本）", "group", 5, 3, _group(
        "other", "支援団体どうしの連絡会の支援", "子どもや若い世代を支える団体が集まり、合同の相談会を企画している。",
        {"parenting": 14, "work": 3, "rights": 3})),
    Group("renjaku", "ご近所の茶話会「仮の木かげ」", "group", 6, 2, _group(
        "other", "集合住宅の茶話会の立ち上げ", "集合住宅の集会室で月1回開く茶話会。住民が主体となるよう手伝っている。",
        {"safety": 3, "health": 1, "housing": 2}, {"neighbor": 6, "honobono": 5})),
)

# What a contact of a case is like, by whom it concerns, before the profile and the case add their own odds.
TARGETS = {
    "elderly": {"family": 2.5, "support_center": 4, "elderly_division": 10, "honobono": 2.5, "welfare_volunteer": 2, "child_center": 0.01,
                "disability_division": 0.05, "work_counter": 0.3},
    "disabled": {"disability_division": 15, "support_center": 0.6, "child_center": 0.05, "elderly_division": 0.05},
    "poverty": {"livelihood_division": 12, "work_counter": 12, "child_center": 0.1, "elderly_division": 0.05},
    "parenting": {"child_center": 15, "support_center": 0.03, "elderly_division": 0.01, "work_counter": 0.3},
    "child": {"child_center": 10, "support_center": 0.03, "elderly_division": 0.01, "self": 0.6, "livelihood_division": 0.3},
    "other": {"work_counter": 3, "child_center": 0.1, "elderly_division": 0.3},
}
TARGET_TOPICS = {
    "elderly": {"parenting": 0.02, "learning": 0.3, "work": 0.3, "mobility": 2, "shopping": 3},
    "disabled": {"parenting": 0.05, "meal": 0.6, "shopping": 0.5},
    "poverty": {"parenting": 0.1, "group": 0.1, "participation": 0.3},
    "parenting": {"environment": 0.05, "shopping": 0.5, "work": 0.8},
    "child": {"environment": 0.03, "shopping": 0.2, "work": 0.1, "housing": 0.3, "income": 0.3, "mobility": 0.3},
    "other": {"parenting": 0.3, "environment": 0.3},
}
