"""Is the process up, are its parts, and how is it doing: for load balancers and Prometheus."""

import ipaddress
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from contactcenter.agents.policies import can
from contactcenter.agents.session import find_actor, public
from contactcenter.core import jobs, storage
from contactcenter.core.db import read
from contactcenter.core.errors import Forbidden
from contactcenter.core.settings import current

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public("a load balancer asks whether the process lives")
def healthz() -> Any:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public("a load balancer asks whether to send traffic")
def readyz() -> Any:
    """503 naming the parts that do not work; no detail, since anybody may ask."""
    parts = {"database": _works(_database), "storage": _works(_storage), "queue": _works(_queue)}
    is_ready = all(parts.values())
    shown = {name: "ok" if works else "down" for name, works in parts.items()}
    return jsonify(status="ok" if is_ready else "down", parts=shown), 200 if is_ready else 503


@blueprint.get("/metrics")
@public("Prometheus scrapes from this machine; others need a supervisor's key")
def metrics() -> Any:
    """Not public: from loopback without a proxy in between, or with a key or session that reads reports."""
    is_local = ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104
    if not is_local or request.headers.get("X-Forwarded-For"):
        actor = find_actor()
        if actor is None or not can(actor, "reports.read"):
            raise Forbidden("forbidden", "Metrics are not public.")
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _works(check: Any) -> bool:
    """Whether a part answers; one that raises anything at all is down."""
    try:
        check()
    except Exception:  # noqa: BLE001 - a part that raises anything at all is down
        return False
    return True


def _database() -> None:
    with read() as session:
        session.execute(sa.text("SELECT 1"))


def _storage() -> None:
    storage.current_store().check()


def _queue() -> None:
    if current().runs_jobs and not current().is_testing and not jobs.is_running():
        raise RuntimeError("the job worker is not running")
