"""Forms on other people's pages: kept, and what arrives through them. Everything that arrives is a stranger's."""

import re
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import throttle
from contactcenter.core.clock import now
from contactcenter.core.errors import Forbidden, Invalid, NotFound, Stale
from contactcenter.core.settings import current
from contactcenter.crm.orders.products import get_product
from contactcenter.routing.leads import people, service
from contactcenter.routing.leads.ledger import announce, note
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.setup_models import LeadForm

REPEATS = timedelta(hours=1)
"""The same number through the same form within this is the same person pressing twice."""
PER_ADDRESS = 10
PER_INNER_ADDRESS = 60
"""In ten minutes. An address that is not public may be a proxy's, behind which many people come."""
CAMPAIGN = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid", "fbclid", "page", "referrer",
)  # fmt: skip
MAX_FORMS = 200

_SITE = re.compile(r"(https?://)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?)/?")
_PLAIN = ("name", "source", "is_active", "interest", "thanks", "redirect_url", "max_per_hour")


def list_forms(session: Session) -> list[LeadForm]:
    return list(session.scalars(sa.select(LeadForm).order_by(LeadForm.created_at, LeadForm.id)))


def get_form(session: Session, form_id: str, *, for_update: bool = False) -> LeadForm:
    """Raises NotFound."""
    form = session.get(LeadForm, form_id, with_for_update=for_update)
    if form is None:
        raise NotFound("form_not_found", "There is no such form.")
    return form


def find_by_key(session: Session, key: str) -> LeadForm:
    """The form that is in use under this key. Raises NotFound."""
    form = session.scalars(sa.select(LeadForm).where(LeadForm.key == key)).one_or_none()
    if form is None or not form.is_active:
        raise NotFound("form_not_found", "There is no such form.")
    return form


def create_form(session: Session, values: dict[str, Any]) -> LeadForm:
    """Raises Invalid for origins that are none."""
    if (session.scalar(sa.select(sa.func.count()).select_from(LeadForm)) or 0) >= MAX_FORMS:
        raise Invalid("too_many_forms", "That are too many forms.", limit=MAX_FORMS)
    form = LeadForm(key=secrets.token_urlsafe(12), name=values["name"])
    _fill(session, form, values)
    session.add(form)
    session.flush()
    return form


def change_form(session: Session, form_id: str, changes: dict[str, Any], *, version: int | None) -> LeadForm:
    """Raises Stale, Invalid."""
    form = get_form(session, form_id, for_update=True)
    if version is not None and version != form.version:
        raise Stale("version_conflict", "Somebody changed this form meanwhile.", version=form.version)
    _fill(session, form, changes)
    form.version += 1
    return form


def is_allowed(form: LeadForm, origin: str) -> bool:
    """Whether a page of this origin may send. Our own may always: it shows the form to whoever sets it up."""
    return not form.allowed_origins or origin in form.allowed_origins or origin == current().public_url


def admit(session: Session, form: LeadForm, address: str) -> None:
    """Count one submission. Raises TooManyAttempts: too many from this address, or through this form in an hour."""
    limit = PER_ADDRESS if throttle.is_public(address) else PER_INNER_ADDRESS
    throttle.admit(session, {f"lead form|{form.id}|{address}": limit})
    recent = sa.select(sa.func.count()).where(Lead.form_id == form.id, Lead.created_at > now() - timedelta(hours=1))
    if (session.scalar(recent) or 0) >= form.max_per_hour:
        raise throttle.TooManyAttempts(
            "too_many_attempts", "Too many attempts. Wait a few minutes.", retry_after_seconds=600
        )


def submit(session: Session, form: LeadForm, told: dict[str, Any], *, page_url: str) -> Lead | None:
    """What somebody wrote into a form, as a lead. None for a robot that fell into the trap: it is told the same.

    `told`: name, phone, email, message, interest, website (the trap) and where they came from.
    """
    form.last_used_at = now()
    if told.get("website"):
        form.trapped += 1
        return None
    customer = {
        "display_name": told.get("name", ""),
        "phones": [told["phone"]] if told.get("phone") else [],
        "emails": [told["email"]] if told.get("email") else [],
    }
    person = people.find_or_save(session, customer, source="form")
    repeated = _just_sent(session, form, person)
    if repeated is not None:
        note(session, repeated, "repeated", None, message=told.get("message", "")[:300])
        announce(session, repeated)
        return repeated
    values = {
        "source": form.source,
        "form_id": form.id,
        "product_id": form.product_id,
        "interest": told.get("interest") or form.interest,
        "note": told.get("message", ""),
        "language": told.get("language"),
        "campaign": _campaign(told, page_url),
    }
    return service.open_lead(session, values, actor_id=None, person=person)


def origin_of(url: str) -> str:
    """Scheme and host of an address; empty for what is none."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as a bracket that is no IPv6 address
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme in ("http", "https") and parts.netloc else ""


def _just_sent(session: Session, form: LeadForm, person: people.Person) -> Lead | None:
    same = Lead.party == person.party
    recent = (Lead.form_id == form.id, Lead.state == "open", Lead.created_at > now() - REPEATS)
    statement = sa.select(Lead).where(same, *recent).order_by(Lead.created_at.desc()).limit(1)
    return session.scalars(statement.with_for_update()).first()


def _campaign(told: dict[str, Any], page_url: str) -> dict[str, str]:
    """Where they came from: what the form says, else what the page's own address does."""
    in_address = _asked(page_url)
    found = {name: (told.get(name) or in_address.get(name) or "")[:300] for name in CAMPAIGN}
    found["page"] = found["page"] or page_url.split("?", maxsplit=1)[0][:300]
    return {name: value for name, value in found.items() if value and value.isprintable()}


def _asked(page_url: str) -> dict[str, str]:
    """What stands behind the question mark of an address; nothing for one that cannot be read."""
    try:
        return dict(parse_qsl(urlsplit(page_url[:2_000]).query, max_num_fields=50))
    except ValueError:
        return {}


def _fill(session: Session, form: LeadForm, values: dict[str, Any]) -> None:
    for name in _PLAIN:
        if name in values:
            setattr(form, name, values[name])
    if "product_id" in values:
        form.product_id = get_product(session, values["product_id"]).id if values["product_id"] else None
    if "allowed_origins" in values:
        form.allowed_origins = list(dict.fromkeys(_check_origin(one) for one in values["allowed_origins"]))


def _check_origin(written: str) -> str:
    found = _SITE.fullmatch(written.strip().lower())
    if found is None:
        raise Invalid("invalid_origin", "Not a site's address, such as https://example.vn.", allowed_origins=[written])
    return f"{found[1] or 'https://'}{found[2]}"


def demand_origin(form: LeadForm, origin: str) -> None:
    """Raises Forbidden for a page of another site."""
    if not is_allowed(form, origin):
        raise Forbidden("origin_not_allowed", "This form does not work on that site.")
