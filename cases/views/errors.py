"""Error pages: plain Japanese, what to do now, and nothing of any record."""
from django.shortcuts import render

from cases.kept import kept_fields, kept_page
from cases.unavailable import is_unavailable, unavailable


def bad_request(request, exception=None):
    """400: the address or the sent data cannot be read."""
    return _page(request, 400, "送信された内容を読み取れませんでした", "前の画面に戻って、もう一度お試しください。")


def forbidden(request, exception=None):
    """403: known to exist, not for this role."""
    return _page(request, 403, "この画面を開く権限がありません", "必要な場合は、システム管理者に連絡してください。")


def not_found(request, exception=None):
    """404: nothing there, or out of sight; the two look the same. A text sent there stays readable."""
    said = {"status": 404, "title": "ページが見つかりません",
            "advice": "アドレスが間違っているか、担当地区の外の記録です。メニューから選び直してください。"}
    if request.method == "POST" and kept_fields(request.POST):
        said["advice"] += "入力した内容は保存していません。下に残っています。"
        return kept_page(request, **said, again=False)
    return _page(request, **said)


def server_error(request):
    """500: our mistake, or 503: the database's. Rendered without touching the database."""
    if is_unavailable():
        return unavailable(request)
    return _page(request, 500, "システムの不具合が起きました",
                 "前の画面に戻ると、入力した内容が残っている場合があります。続く場合はシステム管理者に連絡してください。")


def csrf_failure(request, reason=""):
    """403 of the form protection: the page was open too long or came from elsewhere.

    A form of this very site (somebody logged in again in another tab) keeps its text and may be sent once more.
    """
    if request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}" and request.POST:
        return kept_page(request, status=403, title="画面の有効期限が切れました", advice=(
            "別の画面でログインし直したためと思われます。まだ保存していません。入力した内容はこの画面に残っています。"
            "「もう一度保存する」を押すと、そのまま続きに進みます。"))
    return _page(request, 403, "画面の有効期限が切れました",
                 "前の画面に戻って、入力内容を控えてから、画面を開き直してください。")


def _page(request, status: int, title: str, advice: str):
    return render(None, "error.html", {
        "title": title, "advice": advice, "status": status,
        "request_id": getattr(request, "id", "") if status == 500 else ""}, status=status)
