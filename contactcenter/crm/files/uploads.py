"""A form with one file, as requests bring it."""

from typing import Any

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from contactcenter.core.errors import DomainError, Invalid

FORM_BYTES = 100_000
"""What a multipart body needs around its file."""

UPLOAD_DOC: dict[str, Any] = {
    "content": {
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        }
    }
}
"""The body of such a request, for OpenAPI."""


class TooLarge(DomainError):
    status = 413


def one_file(max_bytes: int) -> Any:
    """The form's only file, field `file`, as werkzeug's FileStorage.

    The product's own limit for bodies is far smaller: this one may be larger.
    Raises TooLarge before it is read, Invalid without a file or with several.
    """
    request.max_content_length = max_bytes + FORM_BYTES
    if (request.content_length or 0) > max_bytes + FORM_BYTES:
        raise TooLarge("file_too_large", "The file is too large.", limit=max_bytes)
    try:
        upload = request.files.get("file")
    except RequestEntityTooLarge as error:
        raise TooLarge("file_too_large", "The file is too large.", limit=max_bytes) from error
    if upload is None or len(request.files.getlist("file")) > 1:
        raise Invalid("file_missing", "Send one file, in the form field `file`.", file=["Missing."])
    return upload
