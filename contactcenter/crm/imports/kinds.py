"""All that a file may be about. A new kind is a package like `orders` and one line here, or, of a package above, a
`contribute_kind` when it is put together."""

from marshmallow import ValidationError

from contactcenter.core.errors import Invalid
from contactcenter.crm.imports.customers import CUSTOMERS
from contactcenter.crm.imports.kind import Kind
from contactcenter.crm.imports.orders.kind import ORDERS
from contactcenter.crm.imports.products.kind import PRODUCTS

KINDS: dict[str, Kind] = {kind.name: kind for kind in (CUSTOMERS, ORDERS, PRODUCTS)}


def contribute_kind(kind: Kind) -> None:
    """Let a package above take in files of its own."""
    KINDS[kind.name] = kind


def check_kind(name: str) -> None:
    """For schemas. Raises ValidationError."""
    if name not in KINDS:
        raise ValidationError(f"One of {', '.join(KINDS)}.")


def get_kind(name: str) -> Kind:
    """Raises Invalid `unknown_kind`."""
    if name not in KINDS:
        raise Invalid("unknown_kind", "Nothing of that kind can be imported.", kind=[f"One of {', '.join(KINDS)}."])
    return KINDS[name]
