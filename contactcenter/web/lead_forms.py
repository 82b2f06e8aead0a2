"""Where other people's pages send what visitors wrote. Everything here comes from strangers.

The answer is the same whether the number is known or not, and for a robot that fell into the trap: it tells nothing
about who our customers are. A page of a site that the form does not name is refused; who has no script is sent on,
or thanked on a page of ours.
"""

import json
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from marshmallow import EXCLUDE, Schema, ValidationError

from contactcenter.agents.session import public
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import DomainError, Invalid, NotFound
from contactcenter.core.schemas import Line, Prose
from contactcenter.core.settings import current
from contactcenter.routing.leads import forms
from contactcenter.web import bad_input
from contactcenter.web.security import csp_nonce

MAX_BYTES = 20_000
MAX_PARTS = 50
_THANKS = {"vi": "Cảm ơn bạn. Chúng tôi sẽ liên hệ sớm.", "en": "Thank you. We will be in touch soon."}
_BACK = {"vi": "Quay lại trang trước", "en": "Back to the page"}

blueprint = Blueprint("lead_forms", __name__)


class SubmissionSchema(Schema):
    """What our snippets send; other fields of a page are its own affair."""

    class Meta:
        unknown = EXCLUDE

    name = Line(load_default="", max_length=200)
    phone = Line(load_default="", max_length=60)
    email = Line(load_default="", max_length=254)
    message = Prose(load_default="", max_length=2_000)
    interest = Line(load_default="", max_length=200)
    website = Line(load_default="", max_length=2_000)
    language = Line(load_default=None, allow_none=True, max_length=5)
    utm_source = Line(load_default="", max_length=300)
    utm_medium = Line(load_default="", max_length=300)
    utm_campaign = Line(load_default="", max_length=300)
    utm_term = Line(load_default="", max_length=300)
    utm_content = Line(load_default="", max_length=300)
    gclid = Line(load_default="", max_length=300)
    fbclid = Line(load_default="", max_length=300)
    page = Line(load_default="", max_length=2_000)
    referrer = Line(load_default="", max_length=2_000)


_submission = SubmissionSchema()


@blueprint.post("/forms/<key>")
@public("a form on somebody's website: checked origin, trap, limits; it tells nothing back")
def submit(key: str) -> Any:
    request.max_content_length = MAX_BYTES
    request.max_form_parts = MAX_PARTS
    page_url = request.headers.get("Referer", "")
    try:
        told = _read_body()
        with transaction() as session:
            form = forms.find_by_key(session, key)
            forms.demand_origin(form, _origin(page_url))
            forms.admit(session, form, request.remote_addr or "")
            forms.submit(session, form, told, page_url=page_url)
            thanks, redirect_url = form.thanks, form.redirect_url
    except DomainError as error:
        if _wants_page():
            return _page(error.status, _say(error), page_url)
        raise
    if not _wants_page():
        return jsonify({"thanks": thanks or _THANKS[_locale()], "redirect_url": redirect_url}), 201
    return redirect(redirect_url, 303) if redirect_url else _page(200, thanks or _THANKS[_locale()], page_url)


@blueprint.after_request
def let_the_page_read(response: Response) -> Response:
    """CORS, for exactly the page that asked, if the form works there. Also for the browser's own asking first."""
    response.headers["Vary"] = "Origin"
    origin = request.headers.get("Origin", "")
    if origin and _is_allowed(str((request.view_args or {}).get("key", "")), origin):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = "POST"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Access-Control-Max-Age"] = "600"
    return response


def _read_body() -> dict[str, Any]:
    """Form fields or JSON. Raises Invalid, naming the fields that are wrong."""
    if request.is_json:
        bad_input.check_body(request.get_data(cache=True))
        raw = json.loads(request.get_data())
    else:
        raw = request.form.to_dict()
    if not isinstance(raw, dict):
        raise Invalid("invalid", "Some fields are wrong.", _schema=["Not an object."])
    try:
        told: dict[str, Any] = _submission.load(raw)
    except ValidationError as error:
        raise Invalid("invalid", "Some fields are wrong.", **_by_field(error)) from error
    return told


def _by_field(error: ValidationError) -> dict[str, Any]:
    return error.messages if isinstance(error.messages, dict) else {"_schema": error.messages}


def _origin(page_url: str) -> str:
    """Which site sends: what the browser says, or the address of the page. A hidden origin is none."""
    return (request.headers.get("Origin") or forms.origin_of(page_url)).lower()


def _is_allowed(key: str, origin: str) -> bool:
    with read() as session:
        try:
            return forms.is_allowed(forms.find_by_key(session, key), origin.lower())
        except NotFound:
            return False


def _wants_page() -> bool:
    best = request.accept_mimetypes.best_match(["application/json", "text/html"], default="application/json")
    return best == "text/html" and not request.is_json


def _page(status: int, sentence: str, page_url: str) -> tuple[str, int]:
    """One sentence, and the way back to the page they came from."""
    is_web = bool(forms.origin_of(page_url))
    locale = _locale()
    text = render_template(
        "form_answer.html", sentence=sentence, back_url=page_url if is_web else "", back=_BACK[locale], locale=locale,
        csp_nonce=csp_nonce(),
    )  # fmt: skip
    return text, status


def _say(error: DomainError) -> str:
    is_contact = error.code in ("invalid_phone", "invalid_email", "no_contact")
    if _locale() == "vi":
        return "Số điện thoại hoặc email chưa đúng." if is_contact else "Chưa gửi được. Bạn thử lại sau nhé."
    return "That number or address is not right." if is_contact else "That did not work. Please try again later."


def _locale() -> str:
    ours = current().locale
    return request.accept_languages.best_match([ours, "vi", "en"], default=ours) or ours
