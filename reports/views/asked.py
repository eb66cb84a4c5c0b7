"""What the address of a page asks for; whatever does not exist is 404."""
from django.http import Http404


def code(params, name: str) -> str:
    """A code out of a query string. PostgreSQL takes no text with NUL, and nothing has such a code: Http404."""
    text = params.get(name, "")
    if "\0" in text:
        raise Http404
    return text


def one(queryset):
    """The first row, or Http404."""
    found = queryset.first()
    if found is None:
        raise Http404
    return found
