"""If-Match on the wire: `@blp.arguments(IfMatch, location="headers")` hands a view `{"version": 3}`."""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, fields


class _EntityTag(fields.Field[int | None]):
    """Our ETags are versions: `"3"` → 3. `*` asks for nothing in particular: None."""

    default_error_messages = {"invalid": "Must be the ETag that was given."}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int | None:
        written = str(value).strip().removeprefix("W/").strip('"')
        if not written or written == "*":
            return None
        if not written.isascii() or not written.isdigit() or len(written) > 9:
            raise self.make_error("invalid")
        return int(written)


class IfMatch(Schema):
    class Meta:
        unknown = EXCLUDE

    version = _EntityTag(data_key="If-Match", load_default=None, metadata={"type": "string"})
