"""Choosing a workbook with a whole codebook (分類表)."""
from django import forms

from .imports import SPREADSHEETS
from .reference import ReferenceUploadForm


class CodebookUploadForm(ReferenceUploadForm):
    """A workbook with the sheets 軸, 分類, 地区 and, where there are any, 旧名称 and 旧規則."""

    file = forms.FileField(
        label="ファイル", max_length=255, allow_empty_file=True,
        help_text="「軸」「分類」「地区」のシートがあるExcelブック（xlsx・xls・ods）。「旧名称」「旧規則」「合同地区」のシートは、なくても構いません。1MBまで。",
        widget=forms.FileInput(attrs={"accept": SPREADSHEETS, "class": "form-control"}))
