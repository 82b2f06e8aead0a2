"""What the catalogue of fields does that others may want to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CustomFieldsChanged:
    """A company's own field appeared, changed or went away."""
