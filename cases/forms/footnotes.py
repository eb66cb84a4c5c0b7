"""Forms of the footnotes (※) of a report's tables."""
import re

from django import forms

from cases.models import Footnote

from .base import RecordForm

REVERT = "revert"  # the name of the button that brings the codebook's text back
_LEADING_MARK = re.compile(r"^※\s*[0-9０-９]*[\s　]*")
WHOLE, TOTAL = "", "="  # of a choice of rows or columns; no code is the latter


class FootnoteForm(RecordForm):
    """What every note has: its text, in one paragraph without a mark, and whether it is printed."""

    class Meta:
        model = Footnote
        fields = ["text", "is_hidden", "hidden_reason"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "hidden_reason": forms.TextInput}
        help_texts = {"text": "番号（※1など）は自動で付きます。",
                      "hidden_reason": "表示しないときに入力します。例: 本文で説明しているため"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_new:
            del self.fields["is_hidden"], self.fields["hidden_reason"]

    def clean_text(self):
        text = _LEADING_MARK.sub("", " ".join(self.cleaned_data["text"].split()))
        if not text and self.fields["text"].required:
            raise forms.ValidationError("注の文を入力してください。番号だけでは登録できません。")
        return text

    def clean(self):
        super().clean()
        if self.cleaned_data.get("is_hidden") and not self.cleaned_data.get("hidden_reason"):
            self.add_error("hidden_reason", "表示しない理由を入力してください。")
        return self.cleaned_data


class WrittenFootnoteForm(FootnoteForm):
    """A note by hand, bound to a table, one of its rows or one of its cells.

    `rows` and `columns` are (code, name) of the table as it is in the year; `places` tells the rows' and columns' rows
    of the database by code, `months` which rows have a monthly table.
    """

    row = forms.ChoiceField(label="項目", required=False, help_text="表全体の注は、表の題に番号が付きます。")
    column = forms.ChoiceField(label="列", required=False, help_text="1つの数字への注は、その列を選びます。")
    text = forms.CharField(label="注の文", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
                           help_text="番号（※1など）は自動で付きます。")
    field_order = ["row", "column", "text", "is_hidden", "hidden_reason"]

    def __init__(self, *args, rows, columns, places, months=(), **kwargs):
        self.places, self.months = places, months
        super().__init__(*args, **kwargs)
        self.fields["row"].choices = [(WHOLE, "表全体"), *rows, (TOTAL, "合計")]
        self.fields["column"].choices = [(WHOLE, "項目の名称（行全体）"), *columns]
        self.initial = {"row": self._row_of(self.instance), "column": self._column_of(self.instance)} | self.initial

    def clean(self):
        super().clean()
        row, column = self.cleaned_data.get("row", WHOLE), self.cleaned_data.get("column", WHOLE)
        if row == WHOLE and column:
            self.add_error("column", "表全体の注では、列を選べません。項目を選ぶか、列を「項目の名称（行全体）」にしてください。")
        if column == Footnote.Part.MONTHLY and row not in self.months:
            self.add_error("column", "この項目には月別の表がありません。項目か列を選び直してください。")
        note, categories, districts = self.instance, *self.places
        part, _, code = column.partition(":")
        note.part = Footnote.Part.TABLE if row == WHOLE else part or Footnote.Part.ROW
        note.category, note.district = categories.get(row), districts.get(code)
        return self.cleaned_data

    def differences(self, stored) -> list[dict]:
        """Where the note stands, too."""
        choices = {name: dict(self.fields[name].choices) for name in ("row", "column")}
        pairs = [("row", self._row_of(stored)), ("column", self._column_of(stored))]
        return [{"label": self[name].label, "stored": choices[name].get(kept, kept),
                 "own": choices[name].get(self.cleaned_data.get(name), "")}
                for name, kept in pairs if kept != self.cleaned_data.get(name)] + super().differences(stored)

    def _row_of(self, note: Footnote) -> str:
        if note.part in ("", Footnote.Part.TABLE):
            return WHOLE
        return next((code for code, each in self.places[0].items() if each.pk == note.category_id), TOTAL)

    def _column_of(self, note: Footnote) -> str:
        if note.part in ("", Footnote.Part.TABLE, Footnote.Part.ROW):
            return WHOLE
        if note.part in (Footnote.Part.PERCENT, Footnote.Part.MONTHLY):
            return note.part
        return f"{note.part}:{next((code for code, each in self.places[1].items() if each.pk == note.district_id), '')}"


class CodebookFootnoteForm(FootnoteForm):
    """An edit of a note that the codebook writes as `system_text`. The same text as that is no edit."""

    only_one_row = True  # of each note

    def __init__(self, *args, system_text: str, **kwargs):
        self.system_text = system_text
        super().__init__(*args, **kwargs)
        self.fields["text"].required = REVERT not in self.data
        self.initial["text"] = self.instance.text or system_text

    def clean(self):
        super().clean()
        text = self.cleaned_data.get("text", "")
        if REVERT in self.data or text == self.system_text:
            text = ""
        self.cleaned_data["text"] = text
        self.instance.system_text = self.system_text if text else ""
        return self.cleaned_data
