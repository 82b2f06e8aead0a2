"""What tasks tell the rest of the product."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TaskChanged:
    """A task is new or other than it was. `person_ids`: whose it is, was, and who gave it."""

    task_id: str
    person_ids: tuple[str, ...]
    customer_id: str | None
