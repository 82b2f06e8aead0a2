"""What masking does that others may want to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MaskingChanged:
    """What is hidden from whom changed, or which fields are sensitive."""
