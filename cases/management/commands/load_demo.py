"""`manage.py load_demo`: the demo council (三鷹 令和3年度) with invented people, and its log-ins."""
import unicodedata

from django.conf import settings

from cases.demo.load import PASSWORD, USERS, DemoRefused, load_demo
from cases.management.plain import PlainCommand
from cases.models import Contact


class Command(PlainCommand):
    """Loads the demo into an empty database. Run again, it changes nothing and prints the log-ins once more."""

    help = "見本の協議会（三鷹市・令和3年度、人物はすべて架空）を空のデータベースに読み込みます。"

    def handle(self, **options):
        try:
            loaded = load_demo(settings.FIXTURES / "mitaka")
        except DemoRefused as refused:
            self.stderr.write(str(refused))
            raise SystemExit(1) from None
        if loaded:
            self.stdout.write(f"見本データ（対応記録{Contact.objects.count():,}件、人物はすべて架空）を読み込みました。")
        else:
            self.stdout.write("見本データはすでに入っています。何も変更していません。")
        rows = [("役割", "ユーザー名", "パスワード")]
        rows += [(_role(role, districts), username, PASSWORD) for username, _, role, districts in USERS]
        for role, username, password in rows:
            self.stdout.write(f"  {_padded(role, 40)}{_padded(username, 14)}{password}")


def _role(role, districts: tuple[str, ...]) -> str:
    names = {"osawa": "大沢", "renjaku": "連雀"}
    where = "・".join(names[code] for code in districts)
    return f"{role.label}（{where}）" if where else role.label


def _padded(text: str, width: int) -> str:
    """The text filled up with spaces to `width` columns of a terminal, where a kanji takes two."""
    taken = sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
    return text + " " * max(1, width - taken)
