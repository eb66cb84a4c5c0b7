"""C15: how passwords are stored, and which are refused."""
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cases.accounts.passwords import CommonValidator
from cases.models import User
from tests.accounts.people import log_in
from tests.factories import PASSWORD
from tests.measures import measured

pytestmark = pytest.mark.either

ARGON, PBKDF = "cases.accounts.hashers.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"


@pytest.fixture
def someone(small):
    """Whose names must not make up the password."""
    return User(username="hanako.tanaka", name="田中 ハナコ")


REFUSED = [
    ("shakyo2026!!", "福祉"), ("fukushi-coordinator", "福祉"), ("社会福祉協議会社会福祉協議会", "福祉"),
    ("ちいきふくしコーディネーター", "福祉"), ("ﾁｲｷﾌｸｼ2026ﾁｲｷﾌｸｼ", "福祉"), ("Shakyo-!!-2026-!!", "福祉"),
    ("見本市社会福祉協議会2026", "協議会"), ("大沢地区地域福祉コーディネーター", "地区名"), ("osawa-renjaku-2026", "地区名"),
    ("reiwa8reiwa8reiwa8", "年"), ("令和八年令和8年2026/11/24", "年"), ("tanaka.hanako.tanaka", "氏名"),
    ("hanako.tanaka2026", "氏名"), ("田中ハナコ田中はなこ2026", "氏名"), ("qwertyuiop123456", "キーボード"),
    ("1qaz2wsx3edc4rfv", "キーボード"), ("poiuytrewq0987654321", "キーボード"), ("aaaaaaaaaaaaaaaa", "同じ文字"),
    ("abcabcabcabcabcabc", "同じ文字"), ("ああああああああああああ", "同じ文字"), ("password2026!!!", "パスワード"),
    ("sakurasakura2026", "福祉"), ("dragon1234567890!", "よく使われる"), ("123456789012345", "数字"),
    ("mijikai", "短すぎます"), ("x" * 129, "長すぎます"),
]
ACCEPTED = [
    "kumo no ue wo aruku neko", "雲の上を歩く猫と青い傘と犬", "correct horse battery staple", "fukushi no machi wo aruku neko",
    "tQ7#vLm2pXz9!", "きのうのカレーは少し辛かった", "🦊🐢🌻 yama to kawa", "Rk4-uW8.mZ1_" * 1 + "kaze no naka de utau hito wa dare deshou ka, to kikareta hi", "とても長い文章なのに誰にも当てられないように、今朝見た夢の話をそのまま書いておくことにした。",
]


@pytest.mark.parametrize(("password", "words"), REFUSED)
def test_what_everyone_would_try_first_is_refused_and_the_reason_named(someone, password, words):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, someone)
    assert any(words in message for message in refusal.value.messages), refusal.value.messages
    measured("C15", guessable_passwords_refused=1)


@pytest.mark.parametrize("password", ACCEPTED)
def test_a_long_password_of_other_words_is_accepted(someone, password):
    validate_password(password, someone)
    measured("C15", other_passwords_accepted=1)


def test_djangos_own_rules_would_let_most_of_them_pass(someone, settings):
    """Without our rules 12 characters and the common list accept what the field would try first."""
    name = "django.contrib.auth.password_validation."
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": f"{name}MinimumLengthValidator", "OPTIONS": {"min_length": 12}}, {"NAME": f"{name}CommonPasswordValidator"}]
    passed = [password for password, words in REFUSED if not _refused(password, someone)]
    assert len(passed) > 15


def _refused(password, user):
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


def test_common_passwords_with_something_added_are_refused():
    validator = CommonValidator()  # reading its list takes longer than asking it
    common = sorted(each for each in validator.passwords if each.isalpha() and 5 <= len(each) <= 9)[:1500]
    missed = [each for each in common if not _caught(validator, f"{each}20261124!")]
    measured("C15", lengthened_common_passwords=len(common), missed=len(missed))
    assert missed == []


def _caught(validator, password):
    try:
        validator.validate(password)
    except ValidationError:
        return True
    return False


def test_64_and_128_characters_are_stored_whole(client, coordinator):
    client.force_login(coordinator)
    long = "雲x7-" * 32
    sent = {"password": PASSWORD, "new_password": long, "repeated_password": long}
    assert client.post("/account/password/", sent).status_code == 302
    coordinator.refresh_from_db()
    assert coordinator.check_password(long) and not coordinator.check_password(long[:-1])


def test_argon2id_with_the_memory_we_chose(settings):
    settings.PASSWORD_HASHERS = [ARGON, PBKDF]
    assert make_password(PASSWORD).startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")


def test_an_old_hash_is_made_anew_at_the_log_in(client, coordinator, settings):
    settings.PASSWORD_HASHERS = [ARGON, PBKDF]
    coordinator.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    coordinator.save()
    assert log_in(client, "osawa").status_code == 302
    coordinator.refresh_from_db()
    assert coordinator.password.startswith("argon2$argon2id$") and coordinator.check_password(PASSWORD)


def test_thirty_log_ins_at_nine_oclock_take_less_than_ten_seconds(settings):
    settings.PASSWORD_HASHERS = [ARGON]
    stored, start = make_password(PASSWORD), time.process_time()
    with ThreadPoolExecutor(2) as workers:
        assert all(workers.map(lambda _: check_password(PASSWORD, stored), range(30)))
    took = (time.process_time() - start) / 2  # of two processors, whatever else they do meanwhile
    measured("C15", log_ins=30, seconds=round(took, 1), mebibytes_each=46)
    assert took < 10


def test_no_page_asks_to_change_a_password_for_its_age(client, coordinator):
    User.objects.filter(pk=coordinator.pk).update(date_joined="2001-01-01T00:00Z")
    log_in(client, "osawa")
    assert client.get("/").status_code == 200
