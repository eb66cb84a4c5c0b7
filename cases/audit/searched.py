"""What was typed into a search, and who may read it: it names people, whether or not anything was found."""
from collections import defaultdict
from collections.abc import Iterable

from cases import access
from cases.models import AuditEntry, AuditObject, User

WITHHELD = "（表示していません）"


def texts_for(user: User, entries: Iterable[AuditEntry]) -> dict[int, str]:
    """Number of the entry -> what was searched for there, of those entries that are searches.

    WITHHELD where the one who searched works in no district of `user`, or where something was found that is out of
    the user's sight. A constant number of queries.
    """
    typed = {each.seq: (each.user_id, text) for each in entries if (text := each.details.get("search"))}
    if not typed:
        return {}
    near = set(access.colleagues(user).filter(pk__in={who for who, _ in typed.values()}).values_list("pk", flat=True))
    unseen = _with_unseen(user, typed)
    return {seq: text if who in near and seq not in unseen else WITHHELD for seq, (who, text) in typed.items()}


def _with_unseen(user: User, seqs: Iterable[int]) -> set[int]:
    """The entries that name a record out of the user's sight."""
    found: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for seq, kind, pk in AuditObject.objects.filter(seq__in=list(seqs)).values_list("seq", "kind", "object_id"):
        found[kind][pk].add(seq)
    return {seq for kind, rows in found.items() for pk in rows.keys() - access.ids_in_sight(user, kind, rows)
            for seq in rows[pk]}
