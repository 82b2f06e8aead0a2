"""Decisions, kept with what they saw and the policy they followed, and told to whoever asks why."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core.ids import new_id
from contactcenter.core.writes import insert_soon
from contactcenter.routing.models import Decision, Offer, Queue, Skill, WorkItem
from contactcenter.routing.strategies import Decision as Made

_KEPT: Any = Decision.__table__
_SUMMARY = ("id", "chosen", "strategy", "reason", "queue_version")


def keep(session: Session, item: WorkItem, made: Made, moment: datetime) -> str:
    """Store a decision about an item; returns its id."""
    values = {
        "id": new_id("dec"),
        "work_item_id": item.id,
        "at": moment,
        "queue_id": item.queue_id,
        "queue_version": made.policy.version,
        "strategy": made.strategy,
        "chosen": made.chosen,
        "reason": made.reason,
        "detail": made.as_json(),
    }
    insert_soon(session, _KEPT, values)
    told = {name: values[name] for name in _SUMMARY}
    session.info.setdefault("decisions", {})[values["id"]] = told
    return str(values["id"])


def list_decisions(session: Session, item_ids: list[str]) -> list[dict[str, Any]]:
    """Everything decided about these items, in order, with names: who was considered, who was skipped and why."""
    rows = list(
        session.scalars(
            sa.select(Decision).where(Decision.work_item_id.in_(item_ids)).order_by(Decision.at, Decision.id)
        )
    )
    offers = _offers(session, [row.id for row in rows])
    names, queues, skills = _names(session, rows), _by_id(session, Queue), _by_id(session, Skill)
    return [
        {
            **{name: getattr(row, name) for name in ("id", "work_item_id", "at", "strategy", "reason")},
            "queue_id": row.queue_id,
            "queue": queues.get(row.queue_id),
            "queue_version": row.queue_version,
            "chosen": row.chosen,
            "chosen_name": names.get(row.chosen or ""),
            "candidates": _candidates(row, names, offers),
            "others": _others(row),
            "needs": [{**need, "skill": skills.get(need["skill_id"])} for need in row.detail.get("needs", [])],
            "policy": row.detail.get("policy", {}),
        }
        for row in rows
    ]


def summaries(session: Session, decision_ids: list[str | None]) -> dict[str, dict[str, Any]]:
    """A few words for each: chosen, strategy, reason, the policy's version. Those of this transaction are known."""
    made: dict[str, dict[str, Any]] = session.info.get("decisions", {})
    told = {i: made[i] for i in decision_ids if i in made}
    asked = [i for i in decision_ids if i and i not in told]
    if asked:
        columns = (getattr(Decision, name) for name in _SUMMARY)
        rows = session.execute(sa.select(*columns).where(Decision.id.in_(asked)))
        told |= {row.id: row._asdict() for row in rows}
    return told


def _candidates(
    row: Decision, names: dict[str, str], offers: dict[tuple[str, str], tuple[str, str | None]]
) -> list[dict[str, Any]]:
    detail = row.detail
    skipped = detail.get("skipped", {})
    scores = detail.get("scores", {})
    shown = []
    for agent_id in [*detail.get("considered", []), *skipped]:
        failed = skipped.get(agent_id, [])
        outcome, why = offers.get((row.id, agent_id), (None, None))
        shown.append(
            {
                "agent_id": agent_id,
                "name": names.get(agent_id),
                "failed": [failed] if isinstance(failed, str) else failed,  # kept so before filters were many
                "score": scores.get(agent_id),
                "is_chosen": agent_id == row.chosen or agent_id in detail.get("rings", []),
                "outcome": outcome,
                "outcome_reason": why,
            }
        )
    return shown


def _others(row: Decision) -> dict[str, Any]:
    """How many of a large team are not named: who passed every filter, and who failed which."""
    told = row.detail.get("others", {"considered": 0, "skipped": []})
    skipped = [{"failed": failed, "count": count} for failed, count in told["skipped"]]
    return {"considered": told["considered"], "skipped": skipped}


def _names(session: Session, rows: list[Decision]) -> dict[str, str]:
    wanted = {row.chosen for row in rows if row.chosen}
    for row in rows:
        wanted |= {*row.detail.get("considered", []), *row.detail.get("skipped", {})}
    found = session.execute(sa.select(User.id, User.name).where(User.id.in_(wanted)))
    return {user_id: name for user_id, name in found}  # noqa: C416 - rows are no pairs to mypy


def _by_id(session: Session, table: Any) -> dict[str, str]:
    return {row_id: name for row_id, name in session.execute(sa.select(table.id, table.name))}  # noqa: C416


def _offers(session: Session, decision_ids: list[str]) -> dict[tuple[str, str], tuple[str, str | None]]:
    columns = (Offer.decision_id, Offer.agent_id, Offer.state, Offer.decline_reason)
    rows = session.execute(sa.select(*columns).where(Offer.decision_id.in_(decision_ids)))
    return {(row[0] or "", row[1]): (row[2], row[3]) for row in rows}
