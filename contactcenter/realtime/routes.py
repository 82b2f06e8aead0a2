"""From domain events to wire events: who hears of what, in which shape.

Every event type is routed in told/ or declared silent here; a test proves it. Personal events are
numbered; onlookers (`leads`, whoever watches a call or customer) get the same unnumbered. What tells of a customer
has an `outline` besides, for roles that do not see everybody's.
"""

from contactcenter.agents import account_events, session_events
from contactcenter.agents import events as agent_events
from contactcenter.calls import events as call_events
from contactcenter.calls.outbound import events as outbound_events
from contactcenter.calls.rooms import events as room_events
from contactcenter.crm import events as crm_events
from contactcenter.crm.fields import events as field_events
from contactcenter.crm.masking import events as masking_events
from contactcenter.crm.notes import events as note_events
from contactcenter.crm.orders import events as order_events
from contactcenter.crm.stats import events as stats_events
from contactcenter.realtime.told import calls, customers, people, work  # noqa: F401 - subscribe
from contactcenter.routing import events as routing_events
from contactcenter.routing.leads import events as lead_events

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
