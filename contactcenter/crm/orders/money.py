"""Amounts that can be: whole minor units of a currency that exists."""

from typing import Any

from contactcenter.core.errors import Invalid

LARGEST = 2**53
"""Beyond this a JSON number is not the same number in a browser."""

CURRENCIES = frozenset(
    "AED AUD BDT BND BRL CAD CHF CNY CZK DKK EUR GBP HKD IDR ILS INR JPY KHR KRW LAK MMK MOP MXN MYR NOK NPR NZD "
    "PHP PKR PLN QAR RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR".split()
)


def check_currency(written: str) -> str:
    """The ISO 4217 code in capitals. Raises Invalid `unknown_currency`."""
    code = written.strip().upper()
    if code not in CURRENCIES:
        raise Invalid("unknown_currency", "There is no such currency.", currency=["Not a currency we know."])
    return code


def check_amount(value: Any, name: str) -> int:
    """A whole amount of 0 or more. Raises Invalid `invalid_amount` naming the field."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise Invalid("invalid_amount", "Not an amount in whole minor units.", **{name: ["Not an amount that can be."]})
    return value
