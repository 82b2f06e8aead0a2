"""Make a screenshot small: at most 256 colours, chosen so that text and accents keep theirs.

Screens have few colours, and of most others a handful of pixels: a palette is a third of the size and looks the same.
Written with numpy, which the product has anyway, so that taking pictures needs no image library.
"""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
from playwright.sync_api import Browser

COLOURS = 256
ROUNDS = 6
_DECODE = """async (address) => {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return { width: image.width, height: image.height, pixels: btoa(text) };
}"""


def shrink(png: bytes, browser: Browser) -> bytes:
    """The same picture with a palette; the browser decodes it."""
    page = browser.new_page()
    try:
        found = page.evaluate(_DECODE, "data:image/png;base64," + base64.b64encode(png).decode())
    finally:
        page.close()
    pixels = np.frombuffer(base64.b64decode(found["pixels"]), np.uint8).reshape(-1, 4)[:, :3]
    palette, indexes = choose_palette(pixels)
    return write_png(palette, indexes.reshape(found["height"], found["width"]))


def choose_palette(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(palette as n × 3 bytes, index of each pixel). k-means over the colours, started from the commonest ones.

    Weighed by the root of how often each occurs: a small red dot must not lose its red to a large grey.
    """
    packed = (pixels.astype(np.uint32) << np.array([16, 8, 0], np.uint32)).sum(axis=1)
    colours, place, counts = np.unique(packed, return_inverse=True, return_counts=True)
    values = np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=1).astype(np.float32)
    if len(values) <= COLOURS:
        return values.astype(np.uint8), place.astype(np.uint8)
    centres = values[np.argsort(-counts.astype(np.int64))[:COLOURS]]
    weights = np.sqrt(counts.astype(np.float32))
    for _ in range(ROUNDS):
        nearest = _nearest(values, centres)
        total = np.bincount(nearest, weights, COLOURS)
        for channel in range(3):
            mean = np.bincount(nearest, weights * values[:, channel], COLOURS) / np.maximum(total, 1e-6)
            centres[:, channel] = np.where(total > 0, mean, centres[:, channel])
    palette = np.rint(centres).astype(np.uint8)
    return palette, _nearest(values, palette.astype(np.float32))[place].astype(np.uint8)


def write_png(palette: np.ndarray, indexes: np.ndarray) -> bytes:
    """An 8-bit PNG with a palette."""
    height, width = indexes.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), indexes], axis=1)  # filter 0: best for palettes
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    idat = zlib.compress(rows.tobytes(), 9)
    parts = ((b"IHDR", header), (b"PLTE", palette.tobytes()), (b"IDAT", idat), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _nearest(values: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Index of the closest centre for each value, in pieces that fit in memory."""
    pieces = []
    for start in range(0, len(values), 4096):
        distance = ((values[start : start + 4096, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
        pieces.append(distance.argmin(axis=1))
    return np.concatenate(pieces)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
