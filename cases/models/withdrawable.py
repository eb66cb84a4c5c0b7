"""Records that were entered by mistake and are taken back (取り消し) without being deleted."""
from django.db import models


class WithdrawableQuerySet(models.QuerySet):
    """Named conditions on what can be taken back."""

    def standing(self):
        """Those that nobody has taken back."""
        return self.filter(is_withdrawn=False)


class Withdrawable(models.Model):
    """Can be taken back, and put back: until then it is in no list, no number and not on 今日."""

    is_withdrawn = models.BooleanField("取り消す（誤って入れたもの）", default=False,
                                       help_text="一覧にも件数にも出なくなります。あとで戻せます。")

    class Meta:
        abstract = True
