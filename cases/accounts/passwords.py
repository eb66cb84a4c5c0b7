"""What a password must be: long, and not made of words that everyone at the council would try first."""
import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from cases.models import Council, District
from cases.text import fold

SHORTEST, LONGEST, REST = 12, 128, 8
HELP = ("12文字以上、128文字まで。ひらがな・漢字や空白も使えます。協議会・地区・福祉の言葉、氏名、よくあるパスワードだけでできたものは使えません。"
        "関係のない言葉をいくつか並べると、長くて覚えやすくなります。")

_FIELD = """
    fukushi hukusi hukushi 福祉 ふくし shakyo shakyou syakyo syakyou 社協 しゃきょう shakaifukushi 社会 しゃかい shakai kyogikai
    kyougikai 協議会 きょうぎかい chiiki tiiki 地域 ちいき chiikifukushi coordinator coordinater kodineta コーディネーター
    コーディネータ csw 支援 しえん shien siren 相談 そうだん soudan sodan kaigo 介護 かいご minsei 民生委員 みんせい sakura さくら 桜
    welfare community password passwd passcode pasuwado パスワード login roguin ログイン admin administrator kanri kanrisha 管理
    reiwa れいわ 令和 heisei へいせい 平成 showa shouwa しょうわ 昭和
"""
# Endings of names that say what they are: 三鷹市社会福祉協議会 is guessed as 三鷹 too.
_PARTS = re.compile("社会福祉協議会|社会福祉法人|法人|協議会|地域福祉|コーディネーター|事業|（.*?）|[市区町村都道府県]|地区|[・　 ]")
_KEYBOARD = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
             "あいうえおかきくけこさしすせそたちつてと", "いろはにほへと")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-/.]?\d{1,2}){0,2}|(?<![a-z])[rhs]\d{1,2}(?!\d)|(?:令和|平成|昭和|reiwa|heisei|showa)\d{1,2}")


class LengthValidator:
    """From 12 to 128 characters, whichever they are."""

    def validate(self, password, user=None):
        """Raises ValidationError."""
        if len(password) < SHORTEST:
            raise ValidationError(f"パスワードが短すぎます（{len(password)}文字）。{SHORTEST}文字以上にしてください。", code="too_short")
        if len(password) > LONGEST:
            raise ValidationError(f"パスワードが長すぎます。{LONGEST}文字までにしてください。", code="too_long")

    def get_help_text(self):
        """The rule in one sentence."""
        return f"{SHORTEST}文字以上、{LONGEST}文字まで。"


class CommonValidator(CommonPasswordValidator):
    """Django's list of common passwords, also with digits and signs put before or behind them.

    The list has 187 entries of 12 characters or more; most long passwords that are guessed are short ones with
    something added.
    """

    def validate(self, password, user=None):
        """Raises ValidationError."""
        typed = password.lower().strip()
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", typed)
        behind = re.sub(r"[\W\d_]+$", "", typed)
        if {typed, core, behind} & self.passwords:
            raise ValidationError("よく使われるパスワードです。数字や記号を足しただけのものも使えません。", code="password_too_common")

    def get_help_text(self):
        """The rule in one sentence."""
        return "よく使われるパスワードは使えません。"


class FieldWordsValidator:
    """Without words of the field, the council, the user and the keyboard 8 letters or digits must still be left."""

    def validate(self, password, user=None):
        """Raises ValidationError that names what was found."""
        rest, found = fold(password), []
        for label, remove in self._removers(user):
            shorter = remove(rest)
            if shorter != rest:
                found.append(label)
            rest = shorter
        rest = re.sub(r"[\W_]", "", rest)
        if found and len(rest) < REST:
            raise ValidationError(
                f"推測されやすい言葉（{'、'.join(found)}）を除くと、{len(rest)}文字しか残りません。"
                f"それ以外で{REST}文字以上になるようにしてください。", code="field_words")

    def get_help_text(self):
        """The rule in one sentence."""
        return "協議会・地区・福祉の言葉や氏名だけでできたパスワードは使えません。"

    def _removers(self, user):
        council = Council.current()
        names = [user.username, user.name, *user.name.split()] if user else []
        yield "年・年号", lambda text: _YEARS.sub("", text)
        yield "氏名・利用者名", _without(names)
        yield "協議会・事業の名称", _without(_with_parts([council.name, council.programme]))
        yield "地区名", _without(_with_parts([*District.objects.values_list("name", flat=True),
                                          *District.objects.values_list("code", flat=True)]))
        yield "福祉の仕事でよく使う言葉", _without(_FIELD.split())
        yield "キーボードや文字の並び", _without_runs
        yield "同じ文字の繰り返し", lambda text: re.sub(r"(.{1,3}?)\1{2,}", "", text)


def _with_parts(names) -> list[str]:
    return [each for name in names for each in (name, *_PARTS.split(name))]


def _without(words):
    """Removes every word, the longest first; in the form in which spelling does not count."""
    folded = sorted({fold(word) for word in words if len(fold(word)) > 1}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, folded)) or r"(?!)")
    return lambda text: pattern.sub("", text)


def _without_runs(text: str) -> str:
    """The text without four or more neighbours of a row, in either direction."""
    for row in (*map(fold, _KEYBOARD), *(fold(each)[::-1] for each in _KEYBOARD)):
        for length in range(len(row), 3, -1):
            for start in range(len(row) - length + 1):
                text = text.replace(row[start:start + length], "")
    return text
