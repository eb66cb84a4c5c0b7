"""Folding of width, kana and variant kanji, so that what people type and what files hold can be compared.

Folded text is for comparing only; what was written is stored and shown as it was written.
"""
import re
import unicodedata

# Variant and old forms (異体字・旧字体) met in names and addresses: the form folded to, then its variants.
# Generous on purpose: a search should find 斉藤 for 斎藤, for people cannot hear the difference on the telephone.
_VARIANTS = """
    高髙 崎﨑嵜㟢 辺邉邊 斎齋齊斉 浜濱濵 沢澤 島嶋嶌 広廣 国國 恵惠 桜櫻 滝瀧 竜龍 寿壽 真眞 弥彌 徳德 蔵藏 条條
    栄榮 学學 実實 宝寶寳 槙槇 桧檜 曽曾 富冨 静靜 応應 与與 豊豐 峰峯 巌巖 亜亞 円圓 園薗 館舘 柳栁桺 桑桒 吉𠮷 土圡
    橋𣘺 黒黑 関關 鉄鐵鐡 鴎鷗 塩鹽 亀龜 渋澁 浅淺 済濟 瀬瀨 湾灣 為爲 増增 壮壯 奥奧 姫姬 将將 尚尙 岳嶽 彦彥 戸戶
    教敎 暁曉 会會 来來 楽樂 様樣 横橫 歩步 毎每 気氣 清淸 灯燈 献獻 産產 当當 発發 尽盡 禄祿 礼禮 穂穗 穣穰 並竝 糸絲
    緑綠 緒緖 総總 県縣 縄繩 聡聰 声聲 荘莊 万萬 薫薰 芸藝 薬藥 処處 号號 衛衞 装裝 覚覺 観觀 証證 誉譽 譲讓 予豫 猪豬
    頼賴 売賣 転轉 遥遙 郎郞 郷鄕 医醫 釈釋 録錄 鎮鎭 銭錢 間閒 随隨 双雙 霊靈 青靑 顔顏 顕顯 余餘 麦麥 黄黃 点點 齢齡
    恒恆 慎愼 恋戀 拡擴 収收 昼晝 梅楳 柿柹 喜㐂 凛凜 勲勳 巻卷 図圖 尭堯 嬢孃 寛寬 晋晉 昂昻 淵渕渊 涛濤 熙煕 祢禰 秋穐
    薮藪籔 船舩 旧舊 刈苅 野埜 兎莵 村邨 鶴靏靍 麹麴 仏佛 伝傳 児兒 両兩 剣劍 励勵 労勞 区區 参參 厳嚴 団團 対對 帯帶
    従從 数數 権權 歳歲 歴歷 満滿 営營 独獨 称稱 経經 台臺 舎舍 変變 読讀 隣鄰 体體 磯礒 芦蘆 瑶瑤 桝枡 箪簞 頬頰
"""
ONE_WAVE = str.maketrans("～", "〜")  # codebooks are stored with one: CP932 has only the first, and every range would be a change
COUNTERS = "月|日|年|時|件|回|人|名|つ|割|か所|カ所|ヶ所|箇所|か月|ヶ月|世帯|地区|丁目|%|％"  # behind a number, which they make no mark of: 「※ 45件には…」
_RANGE_SIGNS = {"〜": "~"}  # NFKC makes ~ of ～ but leaves 〜, and CP932 files turn 〜 into ～
_CP932_TWINS = {"−": "-", "—": "―", "‖": "∥"}  # comes back as the second when an office saves as CP932
_ONE_DASH = dict.fromkeys("‐‑‒–—―−─━ー", "-")
_KATAKANA = {chr(code): chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_LARGE_KE_KA = {"ヶ": "ケ", "ヵ": "カ", "ゖ": "ケ", "ゕ": "カ"}  # 自由ヶ丘 is written 自由ケ丘 too
_COMMON_KANJI = {variant: group[0] for group in _VARIANTS.split() for variant in group[1:]}

_FOLD_LABEL = str.maketrans(_RANGE_SIGNS | _CP932_TWINS)
# One character for another; the full text on PostgreSQL is folded by the same tables.
COMMON, RARE = _RANGE_SIGNS | _ONE_DASH | _KATAKANA | _LARGE_KE_KA, _COMMON_KANJI
_FOLD = str.maketrans(COMMON | RARE)

# White space, and what shows nothing: zero-width characters, BOM, direction marks, variation selectors.
UNSEEN = ("[\\s\u00ad\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
          "\U000e0100-\U000e01ef]+")
_UNSEEN = re.compile(UNSEEN)


def fold(text: str) -> str:
    """The form in which texts match in a search: ﾀｶﾊｼ = たかはし, 髙﨑 = 高崎, ＡＢＣ = abc, サ−ビス = サービス.

    Kana become katakana, all dashes and the long-vowel mark one hyphen, 〜 and ～ one sign; spaces go.
    """
    return unicodedata.normalize("NFKC", _narrow(text).casefold().translate(_FOLD))


def fold_label(text: str) -> str:
    """The form in which headings, labels and codes match: width and spaces do not count, kana and case do."""
    return _narrow(text).translate(_FOLD_LABEL)


_WIDE = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "})
_DASH_OF_A_NUMBER = re.compile(r"(?<=[\d)])\s*[‐‑‒–—―−ー－ｰ-]\s*(?=[\d(])")


def fold_phone(text: str) -> str:
    """A telephone number in half width, as a telephone takes it; words beside it stay: ０４２２－００−１２３４ is 0422-00-1234."""
    return _DASH_OF_A_NUMBER.sub("-", text.translate(_WIDE)).strip()


def normalize_space(text: str) -> str:
    """The text with every run of spaces, full-width ones and line breaks too, as one half-width space."""
    return " ".join(text.split())


def _narrow(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text)
    seen = _UNSEEN.sub("", wide)
    # Again, because a loose voiced mark (か゛) joins its kana only once the space that NFKC puts between is gone.
    return seen if len(seen) == len(wide) else unicodedata.normalize("NFKC", seen)


def number_words(value) -> str:
    """1,824; △3 of a number below 0, as figures are printed."""
    return f"{value:,}".replace("-", "△")


def signed_words(value) -> str:
    """A difference as it is printed: +134, △3, 0."""
    return f"{'+' * (value > 0)}{number_words(value)}"
