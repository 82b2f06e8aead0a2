"""How leads go: how fast they are touched, what becomes of them, and whether everybody got their share."""

from collections import defaultdict
from datetime import datetime
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.worktime import business_seconds_between, get_calendar
from contactcenter.core.clock import now
from contactcenter.crm.queries import user_names
from contactcenter.routing.leads.models import Lead, LeadAssignment
from contactcenter.routing.leads.setup import get_settings

MOST_TIMES = 20_000
"""Medians are of the newest so many."""


def read_figures(session: Session, start: datetime, end: datetime) -> dict[str, Any]:
    """Of the leads created from `start` until `end` (aware): of the shape of `LeadFiguresSchema`."""
    here = (Lead.created_at >= start, Lead.created_at < end)
    counts = session.execute(
        sa.select(
            sa.func.count().label("created"),
            sa.func.count(sa.case((Lead.state == "won", 1))).label("won"),
            sa.func.count(sa.case((Lead.state == "lost", 1))).label("lost"),
            sa.func.count(sa.case((Lead.first_touch_at.is_not(None), 1))).label("touched"),
            sa.func.coalesce(sa.func.sum(Lead.recalls), 0).label("recalls"),
        ).where(*here)
    ).one()
    return {
        **{name: getattr(counts, name) for name in ("created", "won", "lost", "touched", "recalls")},
        **_standing(session),
        **_speed(session, here),
        "lost_reasons": _grouped(session, Lead.lost_reason_id, *here, Lead.state == "lost"),
        "sources": _grouped(session, Lead.source, *here),
        "shares": read_shares(session, start, end),
    }


def _standing(session: Session) -> dict[str, int]:
    """How it stands now, whenever they came."""
    row = session.execute(
        sa.select(
            sa.func.count(sa.case((Lead.routing == "waiting", 1))),
            sa.func.count(sa.case((Lead.routing == "floating", 1))),
            sa.func.count(sa.case((Lead.next_step_at < now(), 1))),
        ).where(Lead.state == "open")
    ).one()
    return {"waiting": row[0], "floating": row[1], "overdue": row[2]}


def _speed(session: Session, here: Any) -> dict[str, Any]:
    settings = get_settings(session)
    working = get_calendar(session, settings.calendar_id)
    times: Any = session.execute(
        sa.select(Lead.created_at, Lead.first_touch_at)
        .where(*here, Lead.first_touch_at.is_not(None))
        .order_by(Lead.created_at.desc())
        .limit(MOST_TIMES)
    ).all()
    calendar = [(row[1] - row[0]).total_seconds() for row in times]
    business = [business_seconds_between(working, row[0], row[1]) for row in times]
    return {
        "speed_seconds": median(calendar) if calendar else None,
        "speed_business_seconds": median(business) if business else None,
        "touched_in_time": sum(seconds <= settings.touch_seconds for seconds in business),
    }


def _grouped(session: Session, column: Any, *here: Any) -> list[dict[str, Any]]:
    rows = session.execute(sa.select(column, sa.func.count()).where(*here).group_by(column)).all()
    return [{"name": name, "count": count} for name, count in sorted(rows, key=lambda row: -row[1]) if name][:20]


def read_shares(session: Session, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """Entitled: of each decision that weighed several, one's weight over the weights of all who were fit."""
    entitled: dict[str, float] = defaultdict(float)
    received: dict[str, int] = defaultdict(int)
    rows = session.execute(
        sa.select(LeadAssignment.agent_id, LeadAssignment.decision)
        .where(LeadAssignment.at >= start, LeadAssignment.at < end, LeadAssignment.cause == "distribution")
        .order_by(LeadAssignment.at.desc())
        .limit(MOST_TIMES)
    )
    for agent_id, told in rows:
        received[agent_id] += 1
        candidates = (told.get("candidates") or []) if told.get("reason") == told.get("strategy") else []
        total = sum(one.get("weight", 1) for one in candidates)
        if not total:
            entitled[agent_id] += 1  # theirs by right: nobody else was entitled to it
        for one in candidates if total else ():
            entitled[one["agent_id"]] += one.get("weight", 1) / total
    return _with_outcomes(session, entitled, received, start, end)


def _with_outcomes(
    session: Session, entitled: dict[str, float], received: dict[str, int], start: datetime, end: datetime
) -> list[dict[str, Any]]:
    outcomes = session.execute(
        sa.select(
            Lead.owner_id,
            sa.func.count(sa.case((Lead.state == "open", 1))),
            sa.func.count(sa.case((Lead.first_touch_at.is_not(None), 1))),
            sa.func.count(sa.case((Lead.state == "won", 1))),
        )
        .where(Lead.created_at >= start, Lead.created_at < end, Lead.owner_id.is_not(None))
        .group_by(Lead.owner_id)
    )
    told = {str(row[0]): {"open": row[1], "touched": row[2], "won": row[3]} for row in outcomes}
    ids = {*entitled, *received, *told}
    names = user_names(session, set(ids))
    nothing = {"open": 0, "touched": 0, "won": 0}
    shares = [
        {"agent_id": i, "name": names.get(i), "entitled": round(entitled.get(i, 0.0), 1),
         "received": received.get(i, 0), **told.get(i, nothing)}
        for i in ids
    ]  # fmt: skip
    return sorted(shares, key=lambda share: (-share["received"], share["name"] or ""))
