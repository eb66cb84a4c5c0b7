"""What a file is by its first bytes, and whether a packed one (xlsx, ods, xls) is safe to open. Names do not count."""
import copy
import io
import zipfile
import zlib

from .limits import MIB, Limits, SheetError, TooLarge

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # xls, but also doc, ppt, and any xlsx with a password
# What people mistake for a table, or name like one: pictures, documents, packed files, programs.
_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"MZ", b"\x7fELF",
                b"SQLite format 3", b"ID3", b"RIFF", b"\x00\x00\x00")
_CHUNK = 64 * 1024
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_XLS_STREAMS = [name.encode("utf-16-le") for name in ("Workbook", "Book")]
NO_TABLE = "表計算ファイルではありません。Excel（xlsx・xls）、OpenDocument（ods）かCSVのファイルを選んでください。"
_NO_XLS = "Excelの表（xls）ではないか、途中で切れています。Excelで開いて「Excelブック（xlsx）」で保存し直してください。"
_PASSWORD = "パスワードで保護されています。パスワードを外して保存し直してください。"  # noqa: S105 (a message)
_BROKEN = "ファイルが途中で切れているか、壊れています。元のファイルを開いて保存し直してください。"


def is_workbook(content: bytes, limits: Limits) -> bool:
    """Whether the file is a workbook (True) or plain text (False).

    Raises SheetError for a file of another kind, and for a packed file that is no workbook, has a password, is broken or unpacks beyond the limits.
    """
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        _check_zip(content, limits)
    elif content.startswith(_OLE):
        _check_ole(content)
    elif content.startswith(_OTHER_KINDS):
        raise SheetError(NO_TABLE)
    else:
        return False
    return True


def _check_ole(content: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise SheetError(_PASSWORD)
    if not any(stream in content for stream in _XLS_STREAMS):
        raise SheetError(_NO_XLS)


def _check_zip(content: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive, limits)
            _check_real_size(archive, limits)
            if not _holds_workbook(archive):
                raise SheetError(NO_TABLE)
    except SheetError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise SheetError(_BROKEN) from error


def _check_directory(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    if len(members) > limits.members:
        raise SheetError(f"ファイルの部品が多すぎます（{len(members)}個）。{limits.members}個までの表を使ってください。")
    if any(member.flag_bits & 1 for member in members):
        raise SheetError(_PASSWORD)
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise SheetError(_BROKEN)  # no office program packs otherwise
    _check_unpacked(sum(member.file_size for member in members), limits)


def _check_real_size(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Unpack everything piece by piece and count, because the sizes in the directory may be false."""
    total = 0
    for member in archive.infolist():
        unbounded = copy.copy(member)
        unbounded.file_size = 2 * limits.unpacked  # zipfile would stop at the size that the directory gives
        with archive.open(unbounded) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                _check_unpacked(total, limits)


def _check_unpacked(size: int, limits: Limits) -> None:
    if size > limits.unpacked:
        raise TooLarge(f"展開すると{limits.unpacked // MIB}MBを超えます。不要なシートや画像を除いて保存し直してください。")


def _holds_workbook(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    if "mimetype" in names:
        return archive.read("mimetype").startswith(_ODS_TYPE)
    return any(name.startswith("xl/workbook.") for name in names)
