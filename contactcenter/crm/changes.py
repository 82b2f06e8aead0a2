"""The history's one way in: a row for each change of a customer, values as JSON text."""

import json
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.crm.fields.values import as_json
from contactcenter.crm.models import FieldChange

IDENTITY = "identity"
"""The `field` of a change of a person's lines; old and new are the line, or null where there was none."""


def record_change(
    session: Session,
    customer_id: str,
    field: str,
    old: Any,
    new: Any,
    *,
    actor_id: str | None,
    cause: str = "manual",
    batch_id: str | None = None,
) -> None:
    """Keep who changed a field from what to what."""
    session.add(
        FieldChange(
            customer_id=customer_id,
            actor_id=actor_id,
            cause=cause,
            batch_id=batch_id,
            field=field,
            old_value=json.dumps(as_json(old)),
            new_value=json.dumps(as_json(new)),
        )
    )


def read_value(stored: str | None) -> Any:
    """The value a change holds; rows older than JSON texts hold bare text."""
    if stored is None:
        return None
    try:
        return json.loads(stored)
    except ValueError:
        return stored
