"""A company's website: an address of the web with a host, so that the link opens and runs nothing."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from marshmallow import ValidationError

from contactcenter.core.schemas import Line

_BARE = re.compile(r"[\w-]+(\.[\w-]+)+([:/?#].*)?")
"""`vidu.vn/lien-he`, as people write it."""
_HOST = re.compile(r"\[[0-9a-f:.]+\]|[\w-]+(\.[\w-]+)*\.?")


class Website(Line):
    """http or https with a host; without a scheme it becomes https. Empty stays empty."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text:
            return text
        text = f"https://{text}" if _BARE.fullmatch(text) else text
        if not _opens(text):
            raise ValidationError("Not an address of the web such as https://vidu.vn.")
        return text


def _opens(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return _is_web(parts) and parts.port != 0 and not any(c.isspace() for c in text)
    except ValueError:
        return False


def _is_web(parts: SplitResult) -> bool:
    """A name before the host (`https://bank.vn@evil.example`) only deceives."""
    return parts.scheme in ("http", "https") and "@" not in parts.netloc and bool(_HOST.fullmatch(parts.hostname or ""))
