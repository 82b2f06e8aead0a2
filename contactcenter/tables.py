"""Every table, imported once, for migrations and tests."""

from contactcenter.agents import models as agents
from contactcenter.calls import models as calls
from contactcenter.crm import models as crm
from contactcenter.crm.fields import models as fields
from contactcenter.quality import models as quality
from contactcenter.realtime import models as realtime
from contactcenter.routing import models as routing
from contactcenter.web import models as web
from contactcenter.webhooks import models as webhooks

__all__ = ["agents", "calls", "crm", "fields", "quality", "realtime", "routing", "web", "webhooks"]
