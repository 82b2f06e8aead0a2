"""From domain events to wire events: who hears of what, in which shape.

Every event type is routed here or declared silent; a test proves it. Personal events are
numbered; onlookers (`leads`, whoever watches a call or customer) get the same unnumbered. What tells of a customer
has an `outline` besides, for roles that do not see everybody's.
"""

from dataclasses import asdict
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import account_events, presence, session_events
from contactcenter.agents import events as agent_events
from contactcenter.agents.models import User
from contactcenter.agents.statuses import events as status_events
from contactcenter.agents.statuses.schemas import AgentStatusSchema
from contactcenter.agents.statuses.service import list_statuses
from contactcenter.agents.teams import events as team_events
from contactcenter.agents.worktime import events as worktime_events
from contactcenter.calls import events as call_events
from contactcenter.calls.hands import events as hand_events
from contactcenter.calls.hands import queries as hand_queries
from contactcenter.calls.hands.models import Hand
from contactcenter.calls.hands.schemas import HandSchema
from contactcenter.calls.models import Call, NoteDraft
from contactcenter.calls.outbound import events as outbound_events
from contactcenter.calls.present import present, present_one, speaker_now
from contactcenter.calls.recordings.events import RecordingFailed, RecordingReady
from contactcenter.calls.rooms import events as room_events
from contactcenter.calls.rooms.queries import consulted_about
from contactcenter.calls.schemas import CallSchema, DraftSchema, RatingSchema
from contactcenter.core.events import within
from contactcenter.crm import events as crm_events
from contactcenter.crm.fields import events as field_events
from contactcenter.crm.masking import events as masking_events
from contactcenter.crm.models import Customer
from contactcenter.crm.notes import events as note_events
from contactcenter.crm.notifications import events as notification_events
from contactcenter.crm.notifications import queries as notification_queries
from contactcenter.crm.notifications.models import Notification
from contactcenter.crm.notifications.schemas import NotificationSchema
from contactcenter.crm.orders import events as order_events
from contactcenter.crm.stats import events as stats_events
from contactcenter.crm.tasks import events as task_events
from contactcenter.crm.tasks import queries as task_queries
from contactcenter.crm.tasks.models import Task
from contactcenter.crm.tasks.schemas import TaskSchema
from contactcenter.quality import events as quality_events
from contactcenter.quality.models import Rating
from contactcenter.quality.present import as_shown
from contactcenter.realtime.log import tell
from contactcenter.routing import events as routing_events
from contactcenter.routing import kinds, queues
from contactcenter.routing.leads import events as lead_events
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.present import present as present_leads
from contactcenter.routing.leads.schemas import LeadSchema
from contactcenter.routing.missed import events as missed_events
from contactcenter.routing.missed import queries as missed_queries
from contactcenter.routing.missed.models import MissedCaller
from contactcenter.routing.missed.schemas import MissedCallerSchema
from contactcenter.routing.models import Offer, WorkItem
from contactcenter.routing.queries import as_shown as offers_as_shown
from contactcenter.routing.schemas import FiguresSchema, OfferSchema, PresenceSchema, QueueLineSchema

SILENT = frozenset(
    {
        account_events.UserChanged,
        account_events.UserCreated,
        account_events.UserDeactivated,
        agent_events.BecameReady,
        agent_events.LeftReady,
        call_events.CallAnswered,
        call_events.CallEnded,
        call_events.ConversationEnded,
        call_events.LegEnded,
        call_events.WrapUpEnded,
        crm_events.CustomersMerged,
        crm_events.CustomersRemoved,
        crm_events.CustomersUnmerged,
        crm_events.IdentityAdded,
        crm_events.ImportUndone,
        crm_events.MessageRecorded,
        field_events.CustomFieldsChanged,
        lead_events.LeadCreated,
        masking_events.MaskingChanged,
        order_events.InterestsChanged,
        order_events.OrderSaved,
        order_events.PointsChanged,
        order_events.ProductSaved,
        note_events.NoteWritten,
        outbound_events.CallPlaced,
        room_events.CustomerStranded,
        room_events.HoldChanged,
        room_events.ParticipantChanged,
        room_events.RoomNews,
        routing_events.AgentEdited,
        routing_events.OfferAccepted,
        routing_events.QueueEdited,
        routing_events.SlotFreed,
        session_events.SessionRevoked,
        stats_events.StatsChanged,
    }
)
"""Events nobody's screen shows as such: their effects are told by another event."""

_call = CallSchema()
_offer = OfferSchema()
_presence = PresenceSchema()
_figures = FiguresSchema()
_draft = DraftSchema()
_statuses = AgentStatusSchema(many=True)
_rating = RatingSchema()
_notification = NotificationSchema()
_task = TaskSchema()
_lead = LeadSchema()
_missed = MissedCallerSchema()
_hand = HandSchema()
_line = QueueLineSchema()


@within(routing_events.OfferMade)
def ring(session: Session, event: routing_events.OfferMade) -> None:
    def pop(s: Session) -> dict[str, Any]:
        return kinds.get(event.kind).pop(s, s.get_one(Offer, event.offer_id))

    def offer(s: Session) -> dict[str, Any]:
        return dict(_offer.dump(offers_as_shown(s, [s.get_one(Offer, event.offer_id)])[0]))

    tell(session, "screen_pop", event.offer_id, pop, recipients=(event.agent_id,))
    tell(session, "offer.created", event.offer_id, offer, recipients=(event.agent_id,), rooms=("leads",))


@within(routing_events.OfferClosed)
def stop_ringing(session: Session, event: routing_events.OfferClosed) -> None:
    data = {"id": event.offer_id, "ref_id": event.ref_id, "state": event.state, "reason": event.reason}
    tell(
        session,
        "offer.closed",
        event.offer_id,
        lambda _s: data,
        recipients=(event.agent_id,),
        rooms=("leads",),
    )


@within(call_events.CallChanged, RecordingFailed)
def show_call(session: Session, event: call_events.CallChanged | RecordingFailed) -> None:
    call = session.get_one(Call, event.call_id)
    rooms = ["leads", f"call:{call.id}"]
    if call.customer_id:
        rooms.append(f"customer:{call.customer_id}")
    tell(
        session,
        "call.updated",
        call.id,
        lambda s: _shown_together(s).get(call.id) or dict(_call.dump(present_one(s, call))),
        recipients=_handlers(call),
        rooms=tuple(rooms),
        outline={"id": call.id},
    )
    session.info.setdefault("changed_calls", {})[call.id] = call


@within(RecordingReady)
def show_recording(session: Session, event: RecordingReady) -> None:
    call = session.get_one(Call, event.call_id)

    def build(s: Session) -> dict[str, Any]:
        shown = _call.dump(present_one(s, call, with_transcript=False))
        return {"call_id": call.id, "recording": shown["recording"]}

    tell(
        session,
        "recording.ready",
        event.recording_id,
        build,
        recipients=_handlers(call),
        rooms=_watchers(call),
    )


@within(quality_events.RatingCreated)
def show_rating(session: Session, event: quality_events.RatingCreated) -> None:
    call = session.get_one(Call, event.call_id)

    def build(s: Session) -> dict[str, Any]:
        row = s.get_one(Rating, event.rating_id)
        return {"call_id": call.id, "agent_id": row.agent_id, "rating": _rating.dump(as_shown(row))}

    recipients = tuple(dict.fromkeys((*_handlers(call), *filter(None, [event.agent_id]))))
    outline = {"id": event.rating_id, "call_id": call.id}
    tell(
        session, "rating.created", event.rating_id, build, recipients=recipients, rooms=_watchers(call), outline=outline
    )  # fmt: skip


@within(agent_events.PresenceChanged)
def show_presence(session: Session, event: agent_events.PresenceChanged) -> None:
    def build(s: Session) -> dict[str, Any]:
        return dict(_presence.dump(presence.get_presence(s, event.user_id)))

    tell(session, "agent.updated", event.user_id, build, recipients=(event.user_id,), rooms=("leads",))


@within(worktime_events.RosterChanged, worktime_events.LeaveEntered, worktime_events.LeaveCanceled)
def show_schedule(session: Session, event: Any) -> None:
    """Whose schedule changed; what it is now is fetched by the week one looks at."""
    user_ids = event.user_ids if isinstance(event, worktime_events.RosterChanged) else (event.user_id,)
    for user_id in user_ids:
        build = partial(_unchanged, {"user_id": user_id})
        tell(session, "schedule.updated", user_id, build, rooms=("leads", f"user:{user_id}"))


@within(worktime_events.CalendarsChanged)
def show_calendars(session: Session, event: worktime_events.CalendarsChanged) -> None:
    data = {"calendar_id": event.calendar_id}
    tell(session, "calendars.updated", event.calendar_id or "all", lambda _s: data, rooms=("everyone",))


@within(agent_events.StatusOverdue)
def show_overdue(session: Session, event: agent_events.StatusOverdue) -> None:
    name = session.get_one(User, event.user_id).name
    build = partial(_unchanged, {"agent_id": event.user_id, "agent_name": name, "status": event.status})
    tell(session, "agent.overdue", event.user_id, build, recipients=(event.user_id,), rooms=("leads",))


@within(team_events.TeamsChanged, team_events.ReachChanged)
def show_teams(session: Session, event: Any) -> None:
    """Lists may show other customers now: who looks at one fetches it anew."""
    build = partial(_unchanged, {"team_id": getattr(event, "team_id", None)})
    tell(session, "teams.updated", "all", build, rooms=("everyone",))


@within(status_events.StatusesChanged)
def show_statuses(session: Session, _event: status_events.StatusesChanged) -> None:
    def build(s: Session) -> dict[str, Any]:
        return {"items": _statuses.dump(list_statuses(s))}

    tell(session, "statuses.updated", "all", build, rooms=("everyone",))


@within(routing_events.QueueChanged)
def show_queue(session: Session, event: routing_events.QueueChanged) -> None:
    def build(s: Session) -> dict[str, Any]:
        return dict(_figures.dump(queues.figures(s)))

    def build_one(s: Session) -> dict[str, Any]:
        line = queues.figures(s, event.queue_id)
        return dict(_line.dump({"queue_id": event.queue_id, **asdict(line)}))

    tell(session, "queue.updated", "all", build, rooms=("everyone",))
    tell(session, "queue.line", event.queue_id, build_one, rooms=("leads",))


@within(routing_events.WorkStuck)
def show_stuck(session: Session, event: routing_events.WorkStuck) -> None:
    item = session.get_one(WorkItem, event.work_item_id)
    data = {"work_item_id": item.id, "kind": item.kind, "ref_id": item.ref_id, "queue_id": item.queue_id}
    tell(session, "work.stuck", item.id, lambda _s: data, rooms=("leads",))


@within(hand_events.HandChanged)
def show_hand(session: Session, event: hand_events.HandChanged) -> None:
    """To the agent, who must not miss that somebody is coming, and to whoever may come."""

    def build(s: Session) -> dict[str, Any]:
        return {"hand": _hand.dump(hand_queries.present(s, [s.get_one(Hand, event.hand_id)])[0])}

    outline = {"id": event.hand_id}
    tell(session, "hand.updated", event.hand_id, build, recipients=(event.agent_id,), rooms=("leads",), outline=outline)


@within(call_events.LineHeard)
def show_line(session: Session, event: call_events.LineHeard) -> None:
    call = session.get_one(Call, event.call_id)
    who = speaker_now(session, call) if event.speaker == "agent" else {}
    line = {"speaker": event.speaker, **who, "start_seconds": event.start_seconds, "text": event.text}
    data = {"call_id": event.call_id, "line": line, "is_final": event.is_final}
    rooms = (f"call:{call.id}", *(f"user:{user_id}" for user_id in _handlers(call)))
    tell(session, "transcript.line", f"{call.id}:{event.start_seconds}", lambda _s: data, rooms=rooms)


@within(call_events.DraftSaved)
def show_draft(session: Session, event: call_events.DraftSaved) -> None:
    def build(s: Session) -> dict[str, Any]:
        draft = s.get_one(NoteDraft, (event.call_id, event.agent_id))
        return {"call_id": event.call_id, **_draft.dump(draft)}

    tell(session, "draft.saved", event.call_id, build, rooms=(f"user:{event.agent_id}",))


@within(crm_events.TimelineChanged)
def show_item(session: Session, event: crm_events.TimelineChanged) -> None:
    """Which item, not what it says: that is fetched, by whoever may see it and as they may."""
    names = ("customer_id", "kind", "ref_id", "is_gone")
    data = {"id": event.item_id, **{name: getattr(event, name) for name in names}}
    tell(session, "timeline.updated", event.item_id, lambda _s: data, rooms=(f"customer:{event.customer_id}",))


@within(crm_events.CustomerSaved)
def show_customer(session: Session, event: crm_events.CustomerSaved) -> None:
    def build(s: Session) -> dict[str, Any] | None:
        version = s.scalar(sa.select(Customer.version).where(Customer.id == event.customer_id))
        return None if version is None else {"id": event.customer_id, "version": version}

    tell(session, "customer.updated", event.customer_id, build, rooms=(f"customer:{event.customer_id}",))


@within(notification_events.NotificationCreated)
def show_notification(session: Session, event: notification_events.NotificationCreated) -> None:
    def build(s: Session) -> dict[str, Any] | None:
        row = s.get(Notification, event.notification_id)
        if row is None:  # taken back in the same transaction
            return None
        shown = _notification.dump(notification_queries.present(s, [row])[0])
        return {"notification": shown, "unread": notification_queries.count_unread(s, event.user_id)}

    tell(session, "notification.created", event.notification_id, build, recipients=(event.user_id,))


@within(notification_events.NotificationsRead)
def show_unread(session: Session, event: notification_events.NotificationsRead) -> None:
    def build(s: Session) -> dict[str, Any]:
        return {"unread": notification_queries.count_unread(s, event.user_id)}

    tell(session, "notification.read", event.user_id, build, rooms=(f"user:{event.user_id}",))


@within(task_events.TaskChanged)
def show_task(session: Session, event: task_events.TaskChanged) -> None:
    def build(s: Session) -> dict[str, Any]:
        return {"task": _task.dump(task_queries.present(s, [s.get_one(Task, event.task_id)])[0])}

    rooms = ["leads", *(f"user:{user_id}" for user_id in event.person_ids)]
    if event.customer_id:
        rooms.append(f"customer:{event.customer_id}")
    if session.get_one(Task, event.task_id).assignee_id is None:
        rooms = ["everyone"]
    tell(session, "task.updated", event.task_id, build, rooms=tuple(rooms), outline={"id": event.task_id})


@within(lead_events.LeadAssigned)
def show_assigned_lead(session: Session, event: lead_events.LeadAssigned) -> None:
    def build(s: Session) -> dict[str, Any]:
        return {**_leads_together(s)[event.lead_id], "cause": event.cause}

    session.info.setdefault("changed_leads", set()).add(event.lead_id)
    key = f"{event.lead_id}:{event.agent_id}"
    outline = {"id": event.lead_id, "cause": event.cause}
    tell(session, "lead.assigned", key, build, recipients=(event.agent_id,), rooms=("leads",), outline=outline)


@within(lead_events.LeadChanged)
def show_lead(session: Session, event: lead_events.LeadChanged) -> None:
    rooms = ["leads", *(f"user:{user_id}" for user_id in event.person_ids)]
    if event.customer_id:
        rooms.append(f"customer:{event.customer_id}")
    session.info.setdefault("changed_leads", set()).add(event.lead_id)
    tell(
        session,
        "lead.updated",
        event.lead_id,
        lambda s: {"lead": _leads_together(s)[event.lead_id]},
        rooms=tuple(rooms),
        outline={"id": event.lead_id},
    )


@within(missed_events.MissedCallerChanged)
def show_missed(session: Session, event: missed_events.MissedCallerChanged) -> None:
    """To everybody: whoever is free may call back, and each rail counts."""

    def build(s: Session) -> dict[str, Any]:
        item = missed_queries.present(s, [s.get_one(MissedCaller, event.item_id)])[0]
        return {"item": _missed.dump(item), "open": missed_queries.count_open(s)}

    tell(session, "missed.updated", event.item_id, build, rooms=("everyone",), outline={"id": event.item_id})


@within(crm_events.CustomersImported)
def show_changed_customers(session: Session, event: crm_events.CustomersImported) -> None:
    """Of those a file changed; nobody has a new one open."""
    for customer_id in event.changed_ids:
        show_customer(session, crm_events.CustomerSaved(customer_id))


def _unchanged(data: dict[str, Any], _session: Session) -> dict[str, Any]:
    return data


def _shown_together(session: Session) -> dict[str, dict[str, Any]]:
    """Every call that this transaction changed, by id: read once for all of them, when it ends."""
    shown: dict[str, dict[str, Any]] = session.info.setdefault("shown_calls", {})
    changed = session.info.pop("changed_calls", {})
    for row in present(session, list(changed.values())):
        shown[row["id"]] = dict(_call.dump(row))
    return shown


def _leads_together(session: Session) -> dict[str, dict[str, Any]]:
    """Every lead that this transaction changed, by id: read once for all of them, when it ends."""
    shown: dict[str, dict[str, Any]] = session.info.setdefault("shown_leads", {})
    changed = session.info.pop("changed_leads", set())
    if changed:
        session.flush()
        rows = session.scalars(sa.select(Lead).where(Lead.id.in_(changed))).all()
        shown |= {row["id"]: dict(_lead.dump(row)) for row in present_leads(session, rows)}
    return shown


def _handlers(call: Call) -> tuple[str, ...]:
    """Whose screens show the call: who has it, who had it, who is consulted about it."""
    consulted = consulted_about(call) if call.room_name else ()
    return tuple(dict.fromkeys(i for i in (call.handler_id, call.agent_id, *consulted) if i))


def _watchers(call: Call) -> tuple[str, ...]:
    rooms = ("leads", f"call:{call.id}")
    return (*rooms, f"customer:{call.customer_id}") if call.customer_id else rooms
