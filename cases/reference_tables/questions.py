"""The questions of the assessment (アセスメントの項目) as a table."""
from import_export.fields import Field

from cases.models import Question

from .base import ReferenceResource
from .cells import Choice, Text, Whole, Year


class QuestionResource(ReferenceResource):
    """The council's questions for an assessment (アセスメントの項目)."""

    code = Field("code", "項目コード", Text())
    section = Field("section", "まとまり", Text())
    label = Field("label", "項目", Text())
    kind = Field("kind", "答え方", Choice(Question.Kind.choices))
    choices = Field("choices", "選択肢", Text())
    hint = Field("hint", "説明", Text())
    order = Field("order", "並び順", Whole())
    first_year = Field("first_year", "開始年度", Year())
    last_year = Field("last_year", "終了年度", Year())

    class Meta(ReferenceResource.Meta):
        model = Question
        import_id_fields = ["code"]
        fields = ["code", "section", "label", "kind", "choices", "hint", "order", "first_year", "last_year"]
