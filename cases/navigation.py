"""The frame's menu and the menu of settings: one line an entry, in the order shown."""
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, resolve, reverse

from .models import User


@dataclass(frozen=True)
class Entry:
    """An entry of a menu; current on the pages whose route names begin with one of `pages`. `writes`: only who has a district today can do it."""

    route: str
    words: str
    icon: str = ""
    pages: tuple[str, ...] = ()
    key: str = ""
    on_phone: bool = False
    help: str = ""
    writes: bool = False

    def is_current(self, page: str) -> bool:
        """Whether the page named `page` belongs to this entry."""
        return page.startswith(self.pages)


MENU = (
    Entry("today", "今日", "today", ("today", "draft", "waiting", "weekly"), on_phone=True),
    Entry("contact_new", "記録する", "write", ("contact_new",), key="n", on_phone=True, writes=True),
    Entry("contact_list", "さがす", "find", ("contact_list", "contact_detail", "contact_edit", "saved"), on_phone=True),
    Entry("household_list", "世帯", "household", ("household", "member", "consent", "protection", "duplicate", "merge"), on_phone=True),
    Entry("case_list", "ケース", "case", ("case", "supportplan", "goal", "monitoring", "task", "conference", "assessment")),
    Entry("activity_list", "地域支援", "activity", ("activity_", "diary", "register")),
    Entry("resource_list", "社会資源", "resource", ("resource", "leader", "referral")),
    Entry("overview", "状況", "overview", ("overview",)),
    Entry("report_index", "報告書", "report", ("report", "figure", "footnote", "published", "reconciliation", "readiness")),
    Entry("settings_index", "設定", "settings",
          ("settings", "question", "codebook", "axis", "category", "plan", "council", "user", "district", "joint", "import", "export", "reference", "ledger", "audit", "restriction", "system",
           "lock", "reset", "deleted", "help", "activitykind", "handover")),
)
SETTINGS = (
    Entry("codebook", "分類表", help="対応実績・相談内容などの項目を、年度ごとに確かめ、変えます。"),
    Entry("activitykind_list", "地域支援の種別", help="会議体・研修・広報などの種別を、年度ごとに決めます。"),
    Entry("question_list", "アセスメントの項目", help="ケースのアセスメントで聞くことを、協議会ごとに作ります。"),
    Entry("user_list", "利用者", help="利用者の登録、役割、パスワード、担当地区。"),
    Entry("district_list", "地区", help="地区の名称、期間、町丁目。"),
    Entry("import_list", "ファイルの取り込み", help="対応記録と、過去の公表値を取り込みます。"),
    Entry("export_list", "ファイルへの書き出し", help="対応記録と公表値を、取り込みと同じ形のファイルにします。"),
    Entry("reference_list", "台帳の入出力", help="地区・利用者・社会資源を、ファイルで出し入れします。"),
    Entry("ledger_list", "地域支援・つなぎ・関係の入出力", help="地域支援の記録、つなぎ、家系図とエコマップのもとになる関係、社会資源の代表者・窓口を、ファイルで出し入れします。"),
    Entry("published_list", "公表値", help="過去に公表した件数を確かめ、対応記録と照らし合わせます。"),
    Entry("audit_review", "閲覧の点検", help="いつもと違う閲覧と、だれがいつ何を見たか・変えたかの記録。"),
    Entry("system_state", "状態", help="データベースの設定、更新、ディスクの空きを確かめます。"),
    Entry("deleted_list", "削除した記録", help="担当地区で削除された記録を確かめ、元に戻します。"),
    Entry("council_edit", "協議会の名称と方針", help="画面と報告書に表示する名称と、ほかの地区の記録を読めるかどうか。"),
    Entry("restriction_handover", "制限付きの記録の引き継ぎ", help="見られる人がいなくなった記録を、新しい利用者に引き継ぎます。"),
    Entry("lock_list", "ログインの制限", help="失敗が続いてログインできない人を確かめ、解除します。"),
    Entry("reset_list", "二段階認証の解除", help="スマートフォンをなくした人のために、2人で解除します。"),
    Entry("saved_list", "保存した条件", help="名前を付けた検索の条件を開き、名前を変え、消します。"),
    Entry("handover_pack", "引き継ぎの資料", help="異動のときに渡す、予定・返事待ち・約束・連絡の注意・経過のまとめ。"),
    Entry("weekly", "月曜のまとめ", help="先週の対応と、予定日を過ぎた対応、連絡が空いているケース、返事待ちを、担当地区ごとに確かめます。"),
    Entry("help_safety", "記録の守り方", help="だれが何を見られるか、見たことがどう残るか、守れないこと。"),
    Entry("account", "自分のアカウント", help="パスワード、二段階認証。"),
)


def open_to(entries: Iterable[Entry], user: User | None) -> tuple[tuple[Entry, str], ...]:
    """The entries whose page exists and may be opened by the user's role, with their addresses.

    Without a user (error pages) every entry is shown; its page decides.
    """
    return _open_to(tuple(entries), getattr(user, "role", None), get_urlconf(), get_script_prefix())


@cache
def _open_to(entries: tuple[Entry, ...], role: str | None, urlconf: str | None, prefix: str) -> tuple[tuple[Entry, str], ...]:
    """The same for everyone of a role, so it is worked out once for each: looking the pages up took a tenth of every answer."""
    return tuple((entry, address) for entry in entries if (address := _address(entry.route)) and (role is None or role in _roles(address, urlconf)))


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _roles(address: str, urlconf: str | None) -> tuple[str, ...]:
    return getattr(resolve(address, urlconf).func, "allowed_roles", ())
