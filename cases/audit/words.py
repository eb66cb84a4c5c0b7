"""What was done, in the words of the interface."""
from collections.abc import Iterable

from cases.models import AuditEntry, User

RECORDS = {"contact": "対応記録", "case": "ケース", "household": "世帯", "member": "世帯員", "resource": "社会資源",
           "district": "地区", "town": "町丁目", "council": "協議会", "user": "利用者", "assignment": "担当地区", "axis": "分類軸",
           "category": "分類", "earlierlabel": "旧名称", "earlierrule": "旧規則", "jointdistrict": "合同地区", "codebookplan": "年度更新", "publishedfigure": "公表値", "importbatch": "取込み", "protection": "支援措置", "relation": "世帯員の関係", "tie": "周囲とのつながり",
           "shareoverride": "割合の調整", "shareoverrideentry": "割合の調整の記録",
           "footnote": "表の注", "importchoice": "取込みの読み替え", "savedsearch": "保存した条件", "waiting": "返事待ち", "merge": "統合", "keptapart": "別の世帯・別人の判断",
           "activity": "地域支援の記録", "activitykind": "地域支援の種別", "noentries": "地域支援の実績なし", "referral": "つなぎ", "leader": "代表者・窓口",
           "caseevent": "ケースの経過", "supportplan": "支援計画", "goal": "目標", "monitoring": "モニタリング", "task": "やること", "conference": "会議",
           "consent": "同意", "assessment": "アセスメント", "question": "アセスメントの項目"}
_ROLES = {User.Role.COORDINATOR: "コーディネーター", User.Role.SUPERVISOR: "統括者", User.Role.ADMIN: "システム管理者"}
_VERBS = {"created": "登録", "changed": "変更", "deleted": "消去"}
ACTIONS = {
    "read": "開いた", "list": "一覧に表示", "search": "検索", "export": "ファイルに出力", "print": "印刷", "post": "保存などの操作", "page": "画面を開いた",
    "record.deleted": "削除", "record.restored": "削除の取消し", "record.merged": "統合", "record.unmerged": "統合の取消し", "closing.withdrawn": "終結の取消し", "import.refused": "取込みの差し戻し",
    "login.ok": "ログイン", "login.failed": "ログインの失敗", "login.locked": "ログインの制限", "login.denied": "ログインの拒否",
    "login.code_asked": "確認コードの要求", "login.code_failed": "確認コードの誤り", "login.code_locked": "確認コードの制限",
    "logout": "ログアウト", "session.ended": "時間切れによるログアウト", "lock.lifted": "ログインの制限の解除",
    "invitation.made": "招待コードの発行", "invitation.used": "招待コードの使用", "password.changed": "パスワードの変更",
    "mfa.set": "二段階認証の設定", "mfa.removed": "二段階認証の停止", "mfa.recovery_renewed": "予備コードの作り直し",
    "mfa.reset_asked": "二段階認証の解除の申請", "mfa.reset_confirmed": "二段階認証の解除の承認", "mfa.reset_withdrawn": "二段階認証の解除の取下げ",
    "restriction.set": "閲覧の制限", "restriction.lifted": "閲覧の制限の解除", "restriction.handed_over": "制限付きの記録の引き継ぎ",
    "protection.ended": "支援措置の終了", "whereabouts.opened": "住所・連絡先を開いた",
    "handover.made": "引き継ぎの資料の作成", "handover.begun": "予定した担当の引き継ぎ", "calendar.opened": "予定の配信の開始", "calendar.ended": "予定の配信の終了", "calendar.read": "予定の配信",
}


def action_words(entry: AuditEntry) -> str:
    """開いた, 対応記録の変更, ログイン …; of an action that has no words, 操作."""
    if entry.action in ACTIONS:
        return ACTIONS[entry.action]
    noun, _, verb = entry.action.partition(".")
    return f"{RECORDS[noun]}の{_VERBS[verb]}" if noun in RECORDS and verb in _VERBS else "操作"


def role_words(entry: AuditEntry) -> str:
    """The role at that time, short; "" for nobody."""
    return _ROLES.get(entry.role, "")


def names_of(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """Id -> name of the user, of whoever acts in these entries. A log-in name may have changed hands."""
    ids = {each.user_id for each in entries} - {None}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
