"""Small real files: a price list as PDF, a plan of a kitchen as PNG, made here byte by byte."""

import struct
import zlib

from anyascii import anyascii

from contactcenter.demo.company import NAME
from contactcenter.demo.shop import ARTICLES

_HEAD = b"%PDF-1.4\n"
_WALL, _FLOOR, _CABINET, _TABLE = (70, 74, 82), (250, 250, 247), (198, 170, 132), (126, 157, 134)


def price_list() -> bytes:
    """One page that any reader opens, with what the shop sells today; without diacritics, as plain Courier has none."""
    lines = [f"{anyascii(NAME)} - Bang gia", ""]
    lines += [f"{one.code:10} {anyascii(one.name):42} {one.price:>14,}".replace(",", ".") for one in ARTICLES]
    shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    text = f"BT /F1 10 Tf 14 TL 56 780 Td\n{shown}ET\n".encode("ascii")
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%sendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    )


def kitchen_plan(width: int = 320, height: int = 220) -> bytes:
    """A room seen from above: walls, cabinets along two of them, a table."""
    rows = b"".join(
        b"\0" + b"".join(bytes(_colour(x / width, y / height)) for x in range(width)) for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    )


def _pdf(*objects: bytes) -> bytes:
    """The objects, numbered from 1, with the table that says where each begins."""
    body, offsets = _HEAD, []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + tail


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _colour(x: float, y: float) -> tuple[int, int, int]:
    if min(x, 1 - x, y, 1 - y) < 0.03:
        return _WALL
    if y < 0.2 or (x < 0.16 and y < 0.75):
        return _CABINET
    return _TABLE if 0.45 < x < 0.75 and 0.45 < y < 0.75 else _FLOOR


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
