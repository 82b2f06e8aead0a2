"""What somebody finds from whom numbers or addresses are hidden: by what they are shown, or by all of it.

A mask that can be asked digit by digit hides nothing. So the beginning, the end or the middle of a hidden
number or address finds nobody; a whole one, which somebody must have said or written to them, finds its owner,
and how many may be tried is limited. The domain of an address is shown, so it is searched as ever.
"""

from collections.abc import Iterable

from contactcenter.agents import throttle
from contactcenter.agents.actor import Actor
from contactcenter.core.db import glance, transaction
from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import current
from contactcenter.crm.masking.mask import Mask
from contactcenter.crm.masking.rules import mask_for
from contactcenter.crm.search.terms import Question, words_of

WHOLE_NUMBERS = 60
"""As many whole numbers may be tried by one person in a window of the throttle (10 minutes)."""
FEW_DIGITS = 3


def mask_for_search(actor: Actor, *typed: str | None) -> Mask:
    """What is hidden from who looks for this. Counts whole hidden numbers in a transaction of its own.

    Raises TooManyAttempts.
    """
    with glance() as session:
        mask = mask_for(session, actor.role)
    if mask and any(_is_whole(written, mask) for written in typed if written):
        with transaction() as session:
            throttle.admit(session, {f"hidden|{actor.id}": WHOLE_NUMBERS})
    return mask


def _is_whole(written: str, mask: Mask) -> bool:
    is_number = mask.phones and parse_phone(written, current().default_region) is not None
    return is_number or (mask.emails and "@" in written)


def is_guess(typed: str, mask: Mask) -> bool:
    """Whether digits of a number, or a piece of an address, are looked for that are not shown."""
    return (mask.phones and sum(c.isdigit() for c in typed) >= FEW_DIGITS) or (mask.emails and "@" in typed)


def narrow(asked: Question, exact: frozenset[str], mask: Mask) -> Question:
    """The question without its hidden terms, but for those that name one number or address as a whole."""
    if not mask:
        return asked
    groups = [tuple(form for form in group if form in exact or not _is_hidden(form, mask)) for group in asked.groups]
    return Question(tuple(groups) if all(groups) else ())


def is_seen(terms: str, name: str, asked: Question, exact: frozenset[str], mask: Mask) -> bool:
    """Whether a customer answers the question by terms that are shown. `name` folded."""
    held = terms.split(" ")
    unseen = set(words_of(name)) - set(words_of(mask.text(name)))
    shown = [term for term in held if term not in unseen and not _is_hidden(term, mask)]
    return all(
        any(form in held if form in exact else any(term.startswith(form) for term in shown) for form in group)
        for group in asked.groups
    )


def shows(text: str, words: Iterable[str], mask: Mask) -> bool:
    """Whether the masked text still holds each word, as a beginning."""
    shown = words_of(mask.text(text))
    return all(any(one.startswith(word) for one in shown) for word in words)


def _is_hidden(term: str, mask: Mask) -> bool:
    """`=` and `~` mark numbers, `@` addresses; a domain has no second @."""
    if term.startswith(("=", "~")):
        return mask.phones
    return mask.emails and term.startswith("@") and "@" in term[1:]
