"""Error pages: plain Japanese, what to do now, and nothing of any record."""
from django.shortcuts import render


def bad_request(request, exception=None):
    """400: the address or the sent data cannot be read."""
    return _page(request, 400, "送信された内容を読み取れませんでした", "前の画面に戻って、もう一度お試しください。")


def forbidden(request, exception=None):
    """403: known to exist, not for this role."""
    return _page(request, 403, "この画面を開く権限がありません", "必要な場合は、システム管理者に連絡してください。")


def not_found(request, exception=None):
    """404: nothing there, or out of sight; the two look the same."""
    return _page(request, 404, "ページが見つかりません",
                 "アドレスが間違っているか、担当地区の外の記録です。メニューから選び直してください。")


def server_error(request):
    """500: our mistake. Rendered without touching the database."""
    return _page(request, 500, "システムの不具合が起きました",
                 "前の画面に戻ると、入力した内容が残っている場合があります。続く場合はシステム管理者に連絡してください。")


def csrf_failure(request, reason=""):
    """403 of the form protection: the page was open too long or came from elsewhere."""
    return _page(request, 403, "画面の有効期限が切れました",
                 "前の画面に戻って、入力内容を控えてから、画面を開き直してください。")


def _page(request, status: int, title: str, advice: str):
    return render(None, "error.html", {"title": title, "advice": advice, "status": status}, status=status)
