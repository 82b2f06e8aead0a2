"""What a column of a file may become: a field of the catalogue, a line, or our own id."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contactcenter.crm.fields.catalogue import list_fields
from contactcenter.crm.fields.field import Field

LINES = ("phone", "email")
CUSTOMER_ID = "id"
_MANY = frozenset({"text", "long_text"})


@dataclass(frozen=True)
class Target:
    """`field` is None for lines and the id. `takes_many` columns are joined, unless `is_single`."""

    name: str
    label_vi: str
    label_en: str
    group: str
    field: Field | None = None
    is_single: bool = False

    @property
    def takes_many(self) -> bool:
        if self.is_single:
            return False
        return self.name in LINES or (self.field is not None and self.field.type in _MANY)


def list_targets(session: Session) -> list[Target]:
    """Every target, in the order a mapping offers them."""
    fields = [Target(f.name, f.label_vi, f.label_en, f.group, f) for f in list_fields(session)]
    lines = [
        Target("phone", "Số điện thoại", "Phone", "identity"),
        Target("email", "Email", "Email", "identity"),
    ]
    return [fields[0], *lines, *fields[1:], Target(CUSTOMER_ID, "Mã khách hàng", "Customer id", "identity")]
