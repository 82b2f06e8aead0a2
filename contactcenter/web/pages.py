"""The pages' shells: each is one frame, the data a browser needs to start, and a module.

What is shown comes from the API; a shell holds nothing about customers. Who may open a
page is decided here, what it may show by the API.
"""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from contactcenter.agents.demo import is_loopback
from contactcenter.agents.schemas import UserSchema
from contactcenter.agents.session import (
    csrf_token,
    current_actor,
    current_user_and_token,
    find_actor,
    public,
    require,
)
from contactcenter.agents.teams.reach import reach_name
from contactcenter.core.db import glance
from contactcenter.core.settings import current
from contactcenter.web.assets import Assets, Version
from contactcenter.web.security import csp_nonce

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@public("Only leads on to the console, which asks who it is.")
def home() -> Response:
    return redirect("/console")


@blueprint.get("/login")
@public("Where one signs in.")
def login() -> Any:
    actor = find_actor()
    if actor is not None and actor.user_id:
        return redirect("/console")
    return _render("login.html", "js/login.js", user=None, demo_accounts=_demo_accounts())


@blueprint.get("/console")
@require("console.use")
def console() -> str:
    return _page("console.html", "js/console/Console.js")


@blueprint.get("/customers")
@blueprint.get("/customers/<customer_id>")
@require("customers.read", is_shell=True)
def customers(customer_id: str | None = None) -> str:
    return _page("page.html", "js/pages/customer.js" if customer_id else "js/pages/customers.js")


@blueprint.get("/companies")
@blueprint.get("/companies/<company_id>")
@require("companies.read", is_shell=True)
def companies(company_id: str | None = None) -> str:
    return _page("page.html", "js/pages/company.js" if company_id else "js/pages/companies.js")


@blueprint.get("/segments")
@blueprint.get("/segments/<segment_id>")
@require("segments.read", is_shell=True)
def segments(segment_id: str | None = None) -> str:
    return _page("page.html", "js/pages/segment.js" if segment_id else "js/pages/segments.js")


@blueprint.get("/orders")
@require("orders.read")
def orders() -> str:
    return _page("page.html", "js/pages/orders.js")


@blueprint.get("/products")
@require("orders.read")
def products() -> str:
    return _page("page.html", "js/pages/products.js")


@blueprint.get("/duplicates")
@blueprint.get("/customers/merges")
@require("customers.merge")
def duplicates() -> str:
    return _page("page.html", "js/pages/duplicates.js")


@blueprint.get("/imports")
@require("customers.import")
def imports() -> str:
    return _page("page.html", "js/pages/imports.js")


@blueprint.get("/data-quality")
@require("customers.audit")
def data_quality() -> str:
    return _page("page.html", "js/pages/dataQuality.js")


@blueprint.get("/fields")
@require("fields.manage")
def fields() -> str:
    return _page("page.html", "js/pages/fields.js")


@blueprint.get("/leads")
@blueprint.get("/leads/<lead_id>")
@require("leads.read", is_shell=True)
def leads(lead_id: str | None = None) -> str:
    return _page("page.html", "js/pages/lead.js" if lead_id else "js/pages/leads.js")


@blueprint.get("/lead-setup")
@require("leads.manage")
def lead_setup() -> str:
    return _page("page.html", "js/pages/leadSetup.js")


@blueprint.get("/tasks")
@require("tasks.read")
def tasks() -> str:
    return _page("page.html", "js/pages/tasks.js")


@blueprint.get("/missed")
@require("missed.read")
def missed() -> str:
    return _page("page.html", "js/pages/missed.js")


@blueprint.get("/calls")
@blueprint.get("/calls/<call_id>")
@require("calls.read_all", is_shell=True)
def calls(call_id: str | None = None) -> str:
    return _page("page.html", "js/pages/call.js" if call_id else "js/pages/calls.js")


@blueprint.get("/supervisor")
@require("reports.read")
def supervisor() -> str:
    return _page("page.html", "js/pages/supervisor.js")


@blueprint.get("/tv")
@public("Shows nothing without the token of its screen, which is asked for by the API.")
def tv() -> str:
    return _render("tv.html", "js/tv.js", user=None)


@blueprint.get("/queues")
@require("queues.read")
def queues() -> str:
    return _page("page.html", "js/pages/queues.js")


@blueprint.get("/trials/<trial_id>")
@require("trials.run", is_shell=True)
def trial(**_: str) -> str:
    return _page("page.html", "js/pages/trial.js")


@blueprint.get("/front-door")
@require("flows.read")
def front_door() -> str:
    return _page("page.html", "js/pages/frontDoor.js")


@blueprint.get("/deliveries")
@require("deliveries.read")
def deliveries() -> str:
    return _page("page.html", "js/pages/deliveries.js")


@blueprint.get("/schedule")
@require("schedule.read")
def schedule() -> str:
    return _page("page.html", "js/pages/schedule.js")


@blueprint.get("/people")
@require("users.manage")
def people() -> str:
    return _page("page.html", "js/pages/team.js")


@blueprint.get("/settings")
@require("account.own")
def settings() -> str:
    return _page("page.html", "js/pages/settings.js")


def _page(template: str, module: str) -> str:
    """A signed-in page; `module` is what its address shows, fetched beside the frame's own."""
    user, _token = current_user_and_token()
    return _render(template, "js/app.js", user=user, module=module, reach=_reach())


def _reach() -> str:
    """Known at once, pages ask for nothing that they are not given anyway."""
    actor = current_actor()
    if not actor.is_limited:
        return "all"
    with glance() as session:
        return reach_name(session, actor)


def _render(
    template: str, entry: str, *, user: Any, module: str = "", demo_accounts: Any = None, reach: str = "all"
) -> str:
    version = _assets().current()
    modules = dict.fromkeys((*version.modules_of(entry), *(version.modules_of(module) if module else ())))
    locale = user.locale if user else _guess_locale()
    boot = {
        "user": {**UserSchema().dump(user), "reach": reach} if user else None,
        "csrf_token": csrf_token() or None,
        "locale": locale,
        **_addresses(version),
        "is_demo": current().is_demo,
        "timezone": current().timezone,
        "app_version": version.name,
        **({"demo_accounts": demo_accounts} if demo_accounts else {}),
    }
    return render_template(
        template,
        boot=boot,
        csp_nonce=csp_nonce(),
        entry=entry,
        import_map=version.import_map(),
        locale=locale,
        modules=[path for path in modules if path != entry],
        static_url=version.url,
        theme=user.theme if user else "auto",
        version=version,
    )


def _addresses(version: Version) -> dict[str, str]:
    return {
        "static_url": version.url,
        "sprite_url": version.find("vendor/lucide-static@*/sprite.svg"),
        "voice_sdk_url": version.find("vendor/@twilio/voice-sdk@*/twilio.min.js"),
    }


def _guess_locale() -> str:
    """The company's language, unless the browser clearly prefers the other one."""
    ours = current().locale
    return request.accept_languages.best_match([ours, "vi", "en"], default=ours) or ours


def _demo_accounts() -> list[dict[str, str]]:
    """Click-to-fill sign-ins: in the demo only, and to this machine only, not through a tunnel."""
    is_here = is_loopback(request.host.rsplit(":", 1)[0]) and "X-Forwarded-For" not in request.headers
    if not (current().is_demo and is_here):
        return []
    accounts: list[dict[str, str]] = current_app.extensions.get("demo_accounts", [])
    return accounts


def _assets() -> Assets:
    assets: Assets = current_app.extensions["assets"]
    return assets
