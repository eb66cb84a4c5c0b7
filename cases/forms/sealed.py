"""A small file that a page carries itself, signed, until the next time that it is sent: the server keeps nothing of it."""
import base64

from django.core import signing

from cases.imports.limits import MIB

LARGEST = MIB
SALT = "cases.reference"
KEPT_SECONDS = 60 * 60


def seal(content: bytes, file_name: str, *, table: str, user_pk: int, version: str = "") -> str:
    """The file as a signed text that the page carries to its confirmation, so that the server keeps nothing.

    `version` is that of the changes shown with it.
    """
    said = {"file": base64.b64encode(content).decode(), "name": file_name, "table": table, "user": user_pk,
            "version": version}
    return signing.dumps(said, salt=SALT, compress=True)


def unseal(text: str, *, table: str, user_pk: int) -> tuple[bytes, str, str] | None:
    """Content, name and version of a file that `seal` gave to the same user for the same table within the last hour."""
    try:
        said = signing.loads(text, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    if (said["table"], said["user"]) != (table, user_pk):
        return None
    return base64.b64decode(said["file"]), said["name"], said["version"]
