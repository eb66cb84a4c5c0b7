"""The forms that keep drafts: which fields each keeps, which model it stores, what a new row belongs to, and where it is gone on with.

None is kept of what is done in a moment: taking back, deleting, merging, ending a protection, restricted records handed over by their
number, names of saved searches, retiring, splitting and merging categories, account pages (a password lies in no draft). Nor of the
whereabouts that were opened for a purpose: they must lie nowhere else.

Some forms change what has no row of its own to be known by: a re-cut, a percentage or a note of the codebook that nobody has changed yet,
an axis or a category in a plan, whose rows come and go. They have no `edit`: a draft is known by the page's token and by what stands in
the address of the form (`at` and `query`), as that of a new row is.
"""
import re
from dataclasses import dataclass, field
from functools import cached_property

_OF_EVERY_FORM = "form_token|version|opened_marks"
ADMIN, OFFICE, RESTRICT = "admin", "office", "restrict"
_CONTACT = (r"(axis|main)_[\w-]+|time|minutes|district|coordinators|case|who|also_cases|counterpart|next_action_on|"
            r"resource|activity|home_(name|person|kana|phone|title)")
_TASKS = (r"tasks-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|"
          r"(initial-)?tasks-\d{1,2}-(id|version|who|what|until|DELETE|goal|conference)")
_ASSIGNMENTS = r"assignments-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|(initial-)?assignments-\d{1,3}-(id|user|district|starts_on|ends_on|DELETE)"
_RECUT_ROWS = range(1, 7)  # as many as its form has
_AXIS = ({"code": "コード", "name": "名称", "unit": "単位", "first_year": "開始年度", "last_year": "終了年度"}, {"bands": "年齢の区分", "household_types": "世帯の分類"})
_AXIS_MORE = "answer|source|counts|percent_base|rounding|prior_as|trend_years|trend_across|asked_for|from_year"
_CATEGORY = ({"code": "コード", "label": "名称", "first_year": "開始年度", "age_from": "年齢（から）", "age_to": "年齢（まで）"}, {"note": "注に書き添える説明", "aliases": "同じ分類と読む名前"})
_CATEGORY_MORE = "parent|recount|monthly|from_year"


@dataclass(frozen=True)
class DraftForm:
    """One kind of form. `facts` and `texts` name the fields that are read in a draft, with their labels; `more` matches what else is kept.

    `parent` is the model of what a new row belongs to, whose id stands in the address of `new`, or in its query under the name `asked`.
    `also` are other models that one may belong to instead, each with the address of a new one there. `query` names what of the draft stands
    in the query of its page, `at` what stands in its path instead of an id, where a row is changed (True) or made; `begun_with` are fields
    that say nothing by themselves. `columns` are those that hold what a field of another name says. `only` says who writes it at all:
    an admin, the office (a supervisor or an admin), or who may restrict the record.
    """

    label: str
    stores: str
    edit: str
    facts: dict[str, str]
    texts: dict[str, str]
    more: str = ""
    new: str = ""
    parent: str = ""
    asked: str = ""
    without: tuple[str, str] = ("", "")  # what its page is asked for, and what is said of it, where a new row belongs to none
    also: dict[str, str] = field(default_factory=dict)
    words: dict[bool, str] = field(default_factory=dict)  # what is being written, where a row is changed (True) or made
    query: tuple[str, ...] = ()
    at: dict[bool, tuple[str, ...]] = field(default_factory=dict)
    begun_with: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    only: str = ""
    is_act: bool = False  # what is typed becomes an event of the case that it changes

    @property
    def needs_parent(self) -> bool:
        """Whether a new row always belongs to one."""
        return bool(self.parent and not self.asked)

    @property
    def has_row(self) -> bool:
        """Whether a change of it is known by the row that it changes."""
        return bool(self.edit)

    def new_of(self, kind: str) -> str:
        """The route of a new row that belongs to one of this model."""
        return self.also.get(kind, self.new)

    def keeps(self, name: str) -> bool:
        """Whether a field of this name is part of the draft."""
        return bool(self._kept.fullmatch(name))

    def says(self, changes: bool) -> str:
        """What is being written: 新しい対応記録, 地域支援の記録を直す."""
        return self.words.get(changes) or (f"{self.label}を直す" if changes else f"新しい{self.label}")

    @cached_property
    def _kept(self) -> re.Pattern:
        return re.compile("|".join(filter(None, (*self.facts, *self.texts, self.more, *self._in_addresses, _OF_EVERY_FORM))))

    @cached_property
    def _in_addresses(self) -> frozenset[str]:
        return frozenset().union(*self.at.values(), self.query)

    @cached_property
    def says_nothing(self) -> frozenset[str]:
        """The fields of this form that it is opened with, or that say nothing by themselves."""
        return self._in_addresses | set(self.begun_with)


def _act(label: str, route: str, facts: dict[str, str], **texts: str) -> DraftForm:
    """Something that is done to a case, and changes it."""
    return DraftForm(label, "case", route, facts, texts, more="coordinator", words={True: label}, is_act=True)


def _planned(noun: str, label: str, texts: tuple[dict, dict], more: str, *at: str) -> DraftForm:
    """An axis or a category in the codebook of a coming year."""
    return DraftForm(label, noun.split("_")[0], "", *texts, more=more, new=f"plan_{noun}", parent="codebookplan", at={False: ("plan", *at)}, words={False: label}, only=ADMIN)


def _restriction(kind: str) -> DraftForm:
    """Who may know of a record of this kind, and why."""
    return DraftForm("閲覧の制限", kind, f"{kind}_restriction", {}, {"reason": "理由"}, more="named", words={True: "閲覧の制限"},
                     columns={"reason": "restriction_reason"}, only=RESTRICT)


DRAFT_FORMS = {
    "contact": DraftForm("対応記録", "contact", "contact_edit", {"date": "日付"}, {"text": "記録"}, _CONTACT, "contact_new"),
    "activity": DraftForm(
        "地域支援の記録", "activity", "activity_edit", {"date": "日付", "title": "件名", "place": "場所"}, {"text": "内容"},
        "kind|resource|district|is_citywide|coordinators|visitors|consultations|copies|issues|next_on", "activity_new"),
    "case": DraftForm(
        "ケース", "case", "case_edit", {"number": "ケース番号", "title": "題名", "household": "世帯番号", "subject_name": "団体・場所の名称", "opened_on": "開始日"},
        {"summary": "概要・主訴", "promises": "約束していること"},
        "subject|person|resource|district|coordinator|quiet_days", "case_new", "household", "household"),
    "caseevent": DraftForm(
        "受付", "caseevent", "caseevent_edit", {"date": "日付", "referrer": "紹介元"},
        {"complaint": "主訴", "note": "事情・申し送り", "watch": "気をつけること"}, "route|urgency|is_withdrawn|next_on",
        "case_intake", "case", words={True: "ケースの経過を直す", False: "新しい受付の記録"}),
    "closing": _act("ケースの終結", "case_close", {"closed_on": "終結日", "closing_reason": "終結の理由"}, note="事情・その後の見守り"),
    "reopening": _act("ケースの再開", "case_reopen", {"reopened_on": "再開日"}, note="再開のきっかけ"),
    "handover": _act("担当の引き継ぎ", "case_handover", {"handed_on": "引き継ぎの日"}, note="申し送り", watch="気をつけること"),
    "handovers": DraftForm("担当の引き継ぎ（まとめて）", "caseevent", "caseevent_edit", {"handed_on": "引き継ぎの日"}, {"note": "すべてのケースの申し送り"},
                           r"whose|coordinator|case-\d{1,18}-(chosen|coordinator|note|watch)", "case_handovers", "user", "coordinator", without=("none", "担当者が決まっていないケース"), words={False: "担当の引き継ぎ（まとめて）"}),
    "assessment": DraftForm("アセスメント", "assessment", "assessment_edit", {"date": "アセスメントの日"}, {"view": "総合的な見立て"},
                            r"asked_year|is_withdrawn|question_\d{1,9}", "case_assessment", "case"),
    "supportplan": DraftForm(
        "支援計画", "supportplan", "supportplan_edit", {"made_on": "作成日", "starts_on": "計画の開始日", "ends_on": "計画の終了日"},
        {"wish": "本人・家族の希望", "policy": "支援の方針"}, "state|agreed_on|is_withdrawn", "case_plan", "case"),
    "goal": DraftForm("目標", "goal", "goal_edit", {"until": "いつまでに"}, {"aim": "目標"}, f"state|{_TASKS}", "supportplan_goal", "supportplan"),
    "monitoring": DraftForm("モニタリング", "monitoring", "monitoring_edit", {"date": "日付", "next_on": "次に確かめる日"},
                            {"progress": "どこまで進んだか", "voice": "本人・家族の受け止め"}, new="supportplan_monitoring", parent="supportplan"),
    "conference": DraftForm(
        "会議の記録", "conference", "conference_edit", {"date": "開催日", "case_numbers": "話し合うケース", "host": "主催", "place": "場所"},
        {"talk": "話し合ったこと", "decisions": "決まったこと", "others": "そのほかの参加者"},
        f"kind|people|agencies|consent_on|consent_method|is_withdrawn|{_TASKS}", "conference_new", "case", "case"),
    "household": DraftForm(
        "世帯", "household", "household_edit", {"number": "世帯番号", "name": "世帯の呼び名", "address": "住所", "phone": "電話番号"},
        {"note": "備考", "contact_care": "連絡の注意"}, r"district|is_outside|type_[\w-]+", "household_new"),
    "member": DraftForm(
        "世帯員", "member", "member_edit",
        {"family_name": "氏", "given_name": "名", "kana": "ふりがな", "relation": "続柄", "birth_date": "生年月日", "age_text": "年齢・年代", "phone": "電話番号",
         "starts_on": "世帯に入った日", "ends_on": "世帯を離れた日", "died_on": "死亡日"},
        {"note": "備考", "contact_care": "連絡の注意"}, "sex|is_key_person|lives_together|is_deceased", "member_new", "household"),
    "consent": DraftForm("同意", "consent", "consent_edit", {"given_on": "同意日", "withdrawn_on": "撤回日"},
                         {"scope": "同意した範囲（機関）", "content": "伝えてよい内容", "note": "備考"}, "method|is_withdrawn", "member_consent", "member"),
    "protection": DraftForm("支援措置", "protection", "protection_edit", {"starts_on": "開始日", "ends_on": "終了日", "from_text": "知らせてはいけない相手（世帯員以外）"},
                            {"reason": "理由"}, "member|from_member", "protection_new", "household"),
    "resource": DraftForm(
        "社会資源", "resource", "resource_edit",
        {"code": "番号", "name": "名称", "category": "種別", "address": "所在地", "phone": "電話番号", "contact_person": "連絡の宛先", "since": "活動開始日"},
        {"note": "備考"}, "districts", "resource_new"),
    "leader": DraftForm("代表者・窓口", "leader", "leader_edit", {"name": "氏名・名称", "role": "役割", "phone": "電話番号", "starts_on": "いつから", "ends_on": "いつまで"},
                        {"note": "備考"}, "", "leader_new", "resource"),
    "referral": DraftForm("つなぎ", "referral", "referral_edit", {"date": "つないだ日", "answered_on": "返事の日"}, {"asked": "つないだ内容", "result": "その後・結果"},
                          "direction|resource|answer", "case_referral_new", "case", also={"contact": "contact_referral_new"}),
    "waiting": DraftForm("返事待ち", "waiting", "waiting_edit", {"whom": "だれの返事", "since": "待ち始めた日", "ended_on": "待ち終わった日"},
                         {"what": "何の返事", "result": "結果"}, "", "case_waiting_new", "case", also={"contact": "contact_waiting_new"}),
    "waitingend": DraftForm("返事待ちの終わり", "waiting", "waiting_end", {"ended_on": "待ち終わった日"}, {"result": "結果"}, parent="case",
                            also={"contact": ""}, words={True: "返事待ちを終わりにする"}),
    "task": DraftForm("やること", "task", "task_edit", {"who": "だれが", "until": "いつまでに", "done_on": "済んだ日"}, {"what": "何を", "result": "結果"},
                      parent="supportplan", also={"conference": ""}, words={True: "やることを直す・済みにする"}),
    "relation": DraftForm("世帯員の関係", "relation", "relation_edit", {"starts_on": "始まった日", "ends_on": "終わった日"}, {"note": "備考"},
                          "first|kind|second|is_withdrawn", "relation_new", "household"),
    "tie": DraftForm("周囲とのつながり", "tie", "tie_edit", {"name": "社会資源にない相手", "starts_on": "始まった日", "ends_on": "終わった日"}, {"note": "備考"},
                     "member|resource|strength|direction|is_withdrawn", "tie_new", "household"),
    "householdtypes": DraftForm("世帯の分類", "household", "household_types", {}, {}, r"type_[\w-]+|fiscal_year", words={True: "世帯の分類を選ぶ"},
                                query=("fiscal_year",)),
    "householdrestriction": _restriction("household"),
    "caserestriction": _restriction("case"),
    "memberrestriction": _restriction("member"),
    "council": DraftForm(
        "協議会の名称と方針", "council", "council_edit", {"name": "協議会の名称", "programme": "事業名", "mask_below": "公開用で伏せる件数"},
        {"closing_reasons": "終結の理由の一覧", "intake_routes": "受付の経路の一覧", "urgencies": "緊急度の一覧"},
        "reads_elsewhere|counts_outside|several_cases|from_year|suggests|(death|unknown|divorce)_sign", at={True: ()}, only=ADMIN),
    "district": DraftForm("地区", "district", "district_edit", {"code": "地区コード", "name": "地区名", "starts_on": "開始日", "ends_on": "終了日"},
                          {"towns_text": "町丁目"}, "order|from_year", "district_new", only=ADMIN),
    "question": DraftForm(
        "アセスメントの項目", "question", "question_edit", {"code": "コード", "section": "まとまり", "label": "項目", "first_year": "開始年度", "last_year": "終了年度"},
        {"choices": "選択肢", "hint": "説明"}, "kind|order", "question_new", only=ADMIN),
    "recut": DraftForm(
        "区割りの改め", "district", "", {"starts_on": "新しい区割りが始まる日"},
        {f"{name}_{row}": f"新しい地区 {row}の{label}" for row in _RECUT_ROWS for name, label in (("name", "地区名"), ("towns", "町丁目"))},
        r"code_\d|ending|leaves_out|state", "district_recut", words={False: "区割りを改める"}, begun_with=("state",), only=ADMIN),
    "jointdistrict": DraftForm("合同地区", "jointdistrict", "joint_edit", {"code": "コード", "name": "名称", "first_year": "開始年度", "last_year": "終了年度"},
                               {}, "members|shown|order", "joint_new", only=ADMIN),
    "activitykind": DraftForm("地域支援の種別", "activitykind", "activitykind_edit", {"code": "コード", "name": "名称", "first_year": "開始年度", "last_year": "終了年度"},
                              {}, "chapter|asks_(visitors|consultations|copies)|order", "activitykind_new", only=ADMIN),
    "user": DraftForm("利用者", "user", "user_edit", {"name": "氏名", "username": "利用者名（ログイン用）"}, {}, f"role|is_active|without_district|{_ASSIGNMENTS}",
                      "user_new", only=ADMIN),
    "axis": DraftForm("分類の軸", "axis", "axis_edit", *_AXIS, _AXIS_MORE, "axis_new", at={True: ("axis",)}, only=ADMIN),
    "category": DraftForm("分類", "category", "category_edit", *_CATEGORY, _CATEGORY_MORE, "category_new", "axis",
                          at={True: ("axis", "code"), False: ("axis",)}, only=ADMIN),
    "planaxisnew": _planned("axis_new", "年度更新の新しい軸", _AXIS, _AXIS_MORE),
    "planaxis": _planned("axis_edit", "年度更新の軸を直す", _AXIS, _AXIS_MORE, "axis"),
    "plancategorynew": _planned("category_new", "年度更新の新しい分類", _CATEGORY, _CATEGORY_MORE, "axis"),
    "plancategory": _planned("category_edit", "年度更新の分類を直す", _CATEGORY, _CATEGORY_MORE, "axis", "code"),
    "footnote": DraftForm("報告書の注", "footnote", "footnote_edit", {"hidden_reason": "表示しない理由"}, {"text": "注の文"}, "row|column|is_hidden",
                          "footnote_new", "axis", at={False: ("fiscal_year",)}, query=("axis",), only=OFFICE),
    "footnotetext": DraftForm("報告書の自動の注", "footnote", "", {"hidden_reason": "表示しない理由"}, {"text": "注の文"}, "is_hidden",
                              "footnote_text", "axis", at={False: ("fiscal_year", "axis", "key")}, words={False: "報告書の自動の注を直す"}, only=OFFICE),
    "share": DraftForm("割合の調整", "shareoverride", "", {"printed": "印刷する割合（％）"}, {"reason": "理由"}, "", "report_share_edit", "axis",
                       at={False: ("fiscal_year",)}, query=("axis", "category", "district"), words={False: "割合の調整"}, only=OFFICE),
}
