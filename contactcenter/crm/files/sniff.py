"""What a file is, by its bytes. Names and headers say what the sender wants; bytes say what a program would make of it.

Only kinds on the list are kept: images, PDF, office documents, text, audio. Markup (HTML, SVG, XML) is refused even
where it calls itself text: a browser could run it. Nothing is unpacked: of a zip only the list of names is read.
"""

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

HEAD_BYTES = 4096
MAX_ZIP_ENTRIES = 5_000


@dataclass(frozen=True)
class Kind:
    """`extensions`: those a name may keep; the first is given to a name that has none of them."""

    content_type: str
    extensions: tuple[str, ...]


PNG = Kind("image/png", ("png",))
JPEG = Kind("image/jpeg", ("jpg", "jpeg"))
GIF = Kind("image/gif", ("gif",))
WEBP = Kind("image/webp", ("webp",))
HEIC = Kind("image/heic", ("heic", "heif"))
PDF = Kind("application/pdf", ("pdf",))
TEXT = Kind("text/plain", ("txt", "csv", "tsv", "md", "log"))
WAV = Kind("audio/wav", ("wav",))
MP3 = Kind("audio/mpeg", ("mp3",))
OGG = Kind("audio/ogg", ("ogg", "oga", "opus"))
M4A = Kind("audio/mp4", ("m4a", "mp4"))
FLAC = Kind("audio/flac", ("flac",))
AMR = Kind("audio/amr", ("amr",))
_OOXML = "application/vnd.openxmlformats-officedocument."
DOCX = Kind(_OOXML + "wordprocessingml.document", ("docx",))
XLSX = Kind(_OOXML + "spreadsheetml.sheet", ("xlsx",))
PPTX = Kind(_OOXML + "presentationml.presentation", ("pptx",))
ODT = Kind("application/vnd.oasis.opendocument.text", ("odt",))
ODS = Kind("application/vnd.oasis.opendocument.spreadsheet", ("ods",))
ODP = Kind("application/vnd.oasis.opendocument.presentation", ("odp",))
DOC = Kind("application/msword", ("doc",))
XLS = Kind("application/vnd.ms-excel", ("xls",))
PPT = Kind("application/vnd.ms-powerpoint", ("ppt",))

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"OggS", OGG),
    (b"fLaC", FLAC),
    (b"#!AMR", AMR),
    (b"ID3", MP3),
)
_BRANDS = {b"heic": HEIC, b"heix": HEIC, b"mif1": HEIC, b"heim": HEIC, b"M4A ": M4A, b"M4B ": M4A}
_OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_OPEN_DOCUMENTS = {kind.content_type: kind for kind in (ODT, ODS, ODP)}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS), ("PowerPoint Document", PPT))
_MARKUP = (b"<!", b"<?", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<iframe", b"<style", b"<a ", b"<img")


def sniff(stream: BinaryIO) -> Kind | None:
    """The kind of a seekable file, or None for one that is not on the list. Leaves the stream at its start."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    try:
        return _by_head(head) or _by_whole(head, stream)
    finally:
        stream.seek(0)


def _by_head(head: bytes) -> Kind | None:
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if len(head) > 2 and head[0] == 0xFF and head[1] in (0xFB, 0xFA, 0xF3, 0xF2):
        return MP3
    return None


def _by_whole(head: bytes, stream: BinaryIO) -> Kind | None:
    if head.startswith(b"PK\x03\x04"):
        return _zipped(stream)
    if head.startswith(_OLE):
        return _compound(stream)
    return TEXT if _is_text(head, stream) else None


def _zipped(stream: BinaryIO) -> Kind | None:
    """Office documents of today. Ones with macros, and all other zips, are not on the list."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            if len(names) > MAX_ZIP_ENTRIES or any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if "mimetype" in names:
                return _open_document(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)


def _open_document(archive: zipfile.ZipFile) -> Kind | None:
    entry = archive.getinfo("mimetype")
    if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > 100:
        return None
    return _OPEN_DOCUMENTS.get(archive.read(entry).decode("ascii", "replace"))


def _compound(stream: BinaryIO) -> Kind | None:
    """Office documents before 2007: containers whose streams tell the program. Installers are containers too."""
    stream.seek(0)
    data = stream.read()
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        return None
    return next((kind for name, kind in _OLE_STREAMS if name.encode("utf-16-le") in data), None)


def _is_text(head: bytes, stream: BinaryIO) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head or start.startswith((*_MARKUP, b"#!")):
        return False
    stream.seek(0)
    try:
        text = stream.read().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(c in _CONTROLS for c in text)


_CONTROLS = frozenset(chr(n) for n in (*range(9), 11, *range(14, 32), 127))

_ALL = (
    PNG, JPEG, GIF, WEBP, HEIC, PDF, TEXT, WAV, MP3, OGG, M4A, FLAC, AMR, DOCX, XLSX, PPTX, ODT, ODS, ODP, DOC, XLS,
    PPT,
)  # fmt: skip
_EXTENSIONS = {kind.content_type: kind.extensions for kind in _ALL}


def extensions_of(content_type: str) -> tuple[str, ...]:
    """Extensions that a file of this type may have, the usual one first."""
    return _EXTENSIONS.get(content_type, ("bin",))
