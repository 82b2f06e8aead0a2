"""Long JSON answers go out packed: an agent on a phone's connection waits for bytes, not for us.

What is short stays as it is, so that no secret is packed beside what somebody else may have put there (BREACH): tokens
come in short answers of their own.
"""

import gzip

from flask import Flask, Response, request

SHORT = 2_000
"""Bytes: what goes out in a packet or two anyway."""
LEVEL = 5


def install(app: Flask) -> None:
    """After everything else that looks into answers: handlers run in the reverse order of their registration."""
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    if response.mimetype != "application/json" or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or (response.content_length or 0) < SHORT:
        return response
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
