"""One field of a customer: its name, type, limits and labels."""

from dataclasses import dataclass
from typing import Literal

FieldType = Literal["text", "long_text", "number", "date", "choice", "multi_choice", "money", "boolean", "person"]
CUSTOM_PREFIX = "custom."


@dataclass(frozen=True)
class Choice:
    code: str
    label_vi: str
    label_en: str


@dataclass(frozen=True)
class Field:
    """`name` is the API's: a column of `Customer`, or `custom.<key>` for a company's own.

    Values: text, long_text, choice, person (a user id) → str; number → int or float; date →
    date; multi_choice → list of codes; money → int in minor units of `currency`; boolean →
    bool. None means unknown. `is_sensitive` fields are hidden from roles that masking names,
    and every view of them is kept.
    """

    name: str
    type: FieldType
    group: str
    label_vi: str
    label_en: str
    choices: tuple[Choice, ...] = ()
    max_length: int = 200
    currency: str = "VND"
    is_required: bool = False
    is_sensitive: bool = False

    @property
    def is_custom(self) -> bool:
        return self.name.startswith(CUSTOM_PREFIX)

    @property
    def key(self) -> str:
        """The name without `custom.`: the key in `Customer.custom`."""
        return self.name.removeprefix(CUSTOM_PREFIX)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(choice.code for choice in self.choices)

    def label(self, locale: str) -> str:
        return self.label_en if locale == "en" else self.label_vi
