"""The form of the council's names."""
from cases.models import Council

from .base import RecordForm

SIGNS = ("death_sign", "unknown_sign", "divorce_sign")


class CouncilForm(RecordForm):
    """The names that head every page and the report's cover, and who may read what."""

    only_one_row = True

    class Meta:
        model = Council
        fields = ["name", "programme", "reads_elsewhere", "counts_outside", "mask_below", *SIGNS]
        help_texts = {"name": "画面の上と報告書の表紙に表示します。", "programme": "ログイン画面と報告書の表紙に表示します。",
                      "counts_outside": "報告書の対応実績の表の下に、地区外（どの地区にも住んでいない）の世帯への対応が何件あったかを書きます。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in SIGNS:  # what is not sent stays as it is
            self.fields[name].required, self.fields[name].mark = False, ""
