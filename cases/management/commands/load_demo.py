"""`manage.py load_demo`: the demo council (三鷹 令和3年度) or another one with invented people, and its log-ins."""
import unicodedata
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cases.database import learn_sizes
from cases.demo.councils import load_council, usernames
from cases.demo.load import PASSWORD, USERS, DemoRefused, load_demo
from cases.management.plain import PlainCommand
from cases.models import Contact, User
from cases.suggestions.training import NEWEST, train

DEMO = "mitaka"


class Command(PlainCommand):
    """Loads a demo into an empty database. Run again, it changes nothing and prints the log-ins once more."""

    help = "見本の協議会（三鷹市・令和3年度、人物はすべて架空）を空のデータベースに読み込みます。"

    def add_arguments(self, parser):
        parser.add_argument("--council", default=DEMO, metavar="NAME|DIR",
                            help="fixtures の中の別の見本（例: reino）、または分類表のフォルダ。記録は架空のものを作ります。")

    def handle(self, council, **options):
        folder = settings.FIXTURES / council if (settings.FIXTURES / council / "axes.csv").exists() else Path(council)
        try:
            loaded = load_demo(folder) if council == DEMO else load_council(folder)
        except DemoRefused as refused:
            self.stderr.write(str(refused))
            raise SystemExit(1) from None
        if loaded:
            train(NEWEST)
            learn_sizes(connection)
            self.stdout.write(f"見本データ（対応記録{Contact.objects.count():,}件、人物はすべて架空）を読み込みました。")
        else:
            self.stdout.write("見本データはすでに入っています。何も変更していません。")
        rows = [("役割", "利用者名", "パスワード")]
        names = [username for username, *_ in USERS] if council == DEMO else usernames(folder)
        rows += [(_role(user), user.username, PASSWORD) for user in User.objects.filter(username__in=names).order_by("pk")]
        for role, username, password in rows:
            self.stdout.write(f"  {_padded(role, 40)}{_padded(username, 14)}{password}")


def _role(user: User) -> str:
    where = "・".join(each.name for each in user.districts_on(timezone.localdate()))
    return f"{user.get_role_display()}（{where}）" if where else user.get_role_display()


def _padded(text: str, width: int) -> str:
    """The text filled up with spaces to `width` columns of a terminal, where a kanji takes two."""
    taken = sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
    return text + " " * max(1, width - taken)
