"""Names of files: kept as people typed them, harmless in a header and on a disk."""

import re
import unicodedata
from urllib.parse import quote

from anyascii import anyascii

from contactcenter.crm.files.sniff import Kind

MAX_NAME = 200
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')


def clean_name(typed: str | None) -> str:
    """The last part of what may be a path, without controls and direction marks; never empty."""
    name = unicodedata.normalize("NFC", (typed or "").encode("utf-8", "replace").decode())
    name = re.split(r"[/\\]", name)[-1]
    # Cf: marks that turn the reading direction make "gpj.exe" look like "exe.jpg".
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip(" .")
    if len(name) > MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        keep = f"{dot}{extension}" if stem and len(extension) <= 10 else ""
        name = name[: MAX_NAME - len(keep)].rstrip() + keep
    return name or "file"


def offered_name(name: str, kind_extensions: tuple[str, ...]) -> str:
    """The name a download has: with an extension of what the file is, so that no text comes as a program."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return name if extension in kind_extensions else f"{name}.{kind_extensions[0]}"


def attachment(name: str) -> str:
    """Content-Disposition by RFC 6266: plain ASCII for old readers, the name itself for the others."""
    ascii_name = _FORBIDDEN.sub("_", anyascii(name)).encode("ascii", "ignore").decode()
    ascii_name = "".join(c for c in ascii_name if c.isprintable()).strip() or "file"
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def extension_of(kind: Kind) -> str:
    return kind.extensions[0]
