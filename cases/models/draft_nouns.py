"""The forms that keep drafts: which fields each keeps, which model it stores, what a new row belongs to, and where it is gone on with."""
import re
from dataclasses import dataclass, field
from functools import cached_property

_OF_EVERY_FORM = "form_token|version"
_CONTACT = (r"(axis|main)_[\w-]+|time|minutes|district|coordinators|case|who|also_cases|counterpart|next_action_on|"
            r"resource|activity|home_(name|person|kana|phone|title)")
_TASKS = (r"tasks-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|"
          r"(initial-)?tasks-\d{1,2}-(id|version|who|what|until|DELETE|goal|conference)")


@dataclass(frozen=True)
class DraftForm:
    """One kind of form. `facts` and `texts` name the fields that are read in a draft, with their labels; `more` matches what else is kept.

    `parent` is the model of what a new row belongs to, whose id stands in the address of `new`, or in its query under the name `asked`.
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
    words: dict[bool, str] = field(default_factory=dict)  # what is being written, where a row is changed (True) or made

    @property
    def needs_parent(self) -> bool:
        """Whether a new row always belongs to one."""
        return bool(self.parent and not self.asked)

    def keeps(self, name: str) -> bool:
        """Whether a field of this name is part of the draft."""
        return bool(self._kept.fullmatch(name))

    def says(self, changes: bool) -> str:
        """What is being written: 新しい対応記録, 地域支援の記録を直す."""
        return self.words.get(changes) or (f"{self.label}を直す" if changes else f"新しい{self.label}")

    @cached_property
    def _kept(self) -> re.Pattern:
        return re.compile("|".join(filter(None, (*self.facts, *self.texts, self.more, _OF_EVERY_FORM))))


def _act(label: str, route: str, facts: dict[str, str], **texts: str) -> DraftForm:
    """Something that is done to a case, and changes it."""
    return DraftForm(label, "case", route, facts, texts, more="coordinator", words={True: label})


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
        {"complaint": "主訴", "note": "事情・申し送り", "watch": "気をつけること"}, "route|urgency|is_withdrawn",
        "case_intake", "case", words={True: "ケースの経過を直す", False: "新しい受付の記録"}),
    "closing": _act("ケースの終結", "case_close", {"closed_on": "終結日", "closing_reason": "終結の理由"}, note="事情・その後の見守り"),
    "reopening": _act("ケースの再開", "case_reopen", {"reopened_on": "再開日"}, note="再開のきっかけ"),
    "handover": _act("担当の引き継ぎ", "case_handover", {"handed_on": "引き継ぎの日"}, note="申し送り", watch="気をつけること"),
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
}
