"""Every table, imported once, for migrations and tests."""

from contactcenter.agents import models as agents
from contactcenter.agents.statuses import models as statuses
from contactcenter.agents.teams import models as teams
from contactcenter.agents.worktime import models as worktime
from contactcenter.calls import models as calls
from contactcenter.calls.agent_time import models as agent_time
from contactcenter.calls.hands import models as hands
from contactcenter.calls.outbound import models as outbound
from contactcenter.calls.rooms import models as rooms
from contactcenter.crm import models as crm
from contactcenter.crm.audit import models as audit
from contactcenter.crm.companies import models as companies
from contactcenter.crm.duplicates import models as duplicates
from contactcenter.crm.exports import models as exports
from contactcenter.crm.fields import models as fields
from contactcenter.crm.files import models as files
from contactcenter.crm.imports import models as imports
from contactcenter.crm.masking import models as masking
from contactcenter.crm.merging import models as merging
from contactcenter.crm.notes import models as notes
from contactcenter.crm.notifications import models as notifications
from contactcenter.crm.orders import models as orders
from contactcenter.crm.search import ddl as search
from contactcenter.crm.segments import models as segments
from contactcenter.crm.stats import models as stats
from contactcenter.crm.tags import models as tags
from contactcenter.crm.tasks import models as tasks
from contactcenter.privacy import models as privacy
from contactcenter.quality import models as quality
from contactcenter.realtime import models as realtime
from contactcenter.reporting.screens import models as screens
from contactcenter.reporting.trials import models as trials
from contactcenter.routing import models as routing
from contactcenter.routing.floor import models as floor
from contactcenter.routing.flows import models as flows
from contactcenter.routing.leads import models as leads
from contactcenter.routing.leads import setup_models as lead_setup
from contactcenter.routing.missed import models as missed
from contactcenter.routing.queue_callbacks import models as queue_callbacks
from contactcenter.routing.transfers import models as transfers
from contactcenter.web import models as web
from contactcenter.webhooks import models as webhooks
from contactcenter.webhooks.reconciliation import models as reconciliation

__all__ = [
    "agent_time",
    "agents",
    "audit",
    "calls",
    "companies",
    "crm",
    "duplicates",
    "exports",
    "fields",
    "files",
    "floor",
    "flows",
    "hands",
    "imports",
    "lead_setup",
    "leads",
    "masking",
    "merging",
    "missed",
    "notes",
    "notifications",
    "orders",
    "outbound",
    "privacy",
    "quality",
    "queue_callbacks",
    "realtime",
    "reconciliation",
    "rooms",
    "routing",
    "screens",
    "search",
    "segments",
    "stats",
    "statuses",
    "tags",
    "tasks",
    "teams",
    "transfers",
    "trials",
    "web",
    "webhooks",
    "worktime",
]
