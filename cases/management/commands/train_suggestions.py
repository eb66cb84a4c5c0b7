"""train_suggestions: learn which words of this office's records speak for which category."""
from django.core.management.base import BaseCommand, CommandParser

from cases.suggestions.quality import Quality
from cases.suggestions.training import NEWEST, train


class Command(BaseCommand):
    """Replaces what was learnt before, and says how good it is on records that were kept apart."""

    help = "これまでの対応記録から、分類の候補を出すための言葉を学び直します。"

    def add_arguments(self, parser: CommandParser) -> None:
        """--newest: from how many contacts at most, the newest first."""
        parser.add_argument("--newest", type=int, default=NEWEST, help="学ぶ対応記録の件数の上限です。新しいものから使います。")

    def handle(self, *args, **options):
        """One line for each axis: the share of right suggestions, what they found, and the most frequent category instead."""
        kept, quality = train(options["newest"])
        self.stdout.write(f"{kept.contacts:,}件の対応記録から学びました。候補を出す分類：{len(kept.words):,}")
        for name, each in quality.items():
            self.stdout.write(f"{name}：候補{each.suggested:,}のうち正しいもの {_percent(each.precision)}、"
                              f"選ばれた分類のうち候補に出たもの {_percent(each.found)}"
                              f"（いつも最も多い分類を出した場合に正しいもの {_percent(each.usual)}。確かめに使った{each.texts:,}件）{_left_out(each)}")


def _left_out(quality: Quality) -> str:
    """What the figures of an axis leave out; "" for nothing."""
    return (f"。「その他」「不明」などの分類{quality.left_out:,}つ（確かめた記録で選ばれた回数：{quality.left_out_times:,}）は候補に出さず、"
            "この割合に入れていません" if quality.left_out else "")


def _percent(share: float | None) -> str:
    return "－" if share is None else f"{100 * share:.1f}％"
