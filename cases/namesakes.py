"""Local resources (社会資源) of one name, in any spelling: mostly one that was entered twice."""
from .models import Resource
from .text import fold


def namesakes(name: str, but: int | None = None) -> list[Resource]:
    """Those that are called so, width, kana, spaces and variant kanji folded; none for no name. Two queries at most."""
    wanted = fold(name)
    called = [pk for pk, known in Resource.objects.order_by().values_list("pk", "name") if fold(known) == wanted and pk != but] if wanted else []
    return list(Resource.objects.filter(pk__in=called)) if called else []
