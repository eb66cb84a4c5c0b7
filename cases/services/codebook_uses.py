"""What uses an axis, a category or a district, so that it is never deleted; retiring is what an office wants then."""
from django.db import models

from cases.models import Axis, Category, Contact, District, JointDistrict
from cases.models.axes import UNKNOWN
from cases.periods import fiscal_year_label

_INSTEAD = {Axis: "削除する代わりに、軸の終了年度を入れると、その後の年度では聞かれなくなります。",
            Category: "削除する代わりに廃止すると、その後の年度では選べなくなり、過去の数字は残ります。",
            District: "削除する代わりに終了日を入れると、その後は選べなくなり、過去の数字は残ります。"}


def uses_of(row: Axis | Category | District) -> list[str]:
    """Every use in a sentence, and at the end what to do instead; nothing where nothing uses it."""
    found = [_sentence(relation, rows) for relation in row._meta.get_fields(include_hidden=True)
             if _holds(relation) and (rows := _rows(relation, row)).exists()]
    if isinstance(row, Category) and row.code == UNKNOWN and not row.axis.is_chosen:
        return ["どこにも当てはまらない人や世帯を数える分類なので、どの年度にも要ります。"]
    if isinstance(row, Category):
        found += _deleted_contacts(row)
    if isinstance(row, District):
        found += [f"合同地区「{each}」の構成地区です。" for each in JointDistrict.objects.all() if row.code in each.codes]
    return [*found, _INSTEAD[type(row)]] if found else []


def _holds(relation) -> bool:
    """Whether rows at the other end keep this one from being deleted."""
    backwards = relation.auto_created and not relation.concrete
    return backwards and (relation.many_to_many or relation.on_delete is models.PROTECT)


def _rows(relation, row) -> models.QuerySet:
    return relation.related_model._base_manager.filter(**{relation.field.name: row})


def _sentence(relation, rows: models.QuerySet) -> str:
    name, field = relation.related_model._meta.verbose_name, str(relation.field.verbose_name)
    years, words = _years(rows), "" if field.isascii() else f"「{field}」として"
    return f"{words}使っている{name}が{rows.count():,}件あります{f'（{years}）' if years else ''}。"


def _years(rows: models.QuerySet) -> str:
    """令和2年度〜令和3年度, where the rows are of fiscal years."""
    if not any(field.name == "fiscal_year" for field in rows.model._meta.get_fields()):
        return ""
    span = rows.aggregate(first=models.Min("fiscal_year"), last=models.Max("fiscal_year"))
    return "〜".join(dict.fromkeys(fiscal_year_label(year) for year in span.values()))


def _deleted_contacts(category: Category) -> list[str]:
    """Deleted contacts come back with their codings."""
    kept = Contact.everything.exclude(deleted_at=None).values_list("deleted_codings", flat=True)
    count = sum(category.pk in [pk for pk, _ in codings] for codings in kept)
    return [f"削除された対応記録{count:,}件が、元に戻すときに使います。"] if count else []


def last_year_of(category: Category) -> int:
    """The last fiscal year of which there are records or published figures of a category that has any."""
    return max(filter(None, (rows.aggregate(last=models.Max("fiscal_year"))["last"] for rows in (category.codings, category.figures))))


def numbers_of(category: Category) -> str:
    """The figures that old reports print of the category, in words; "" where there are none."""
    counted = [(name, rows) for name, rows in (("対応記録", category.codings.all()), ("公表値", category.figures.all()))
               if rows.exists()]
    return "、".join(f"{name}{rows.count():,}件（{_years(rows)}）" for name, rows in counted)
