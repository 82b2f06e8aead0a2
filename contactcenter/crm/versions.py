"""If-Match, under the name by which crm knew it; see core.versions."""

from contactcenter.core.versions import IfMatch

__all__ = ["IfMatch"]
