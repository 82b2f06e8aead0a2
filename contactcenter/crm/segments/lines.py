"""Rules about how somebody can be reached."""

import sqlalchemy as sa

from contactcenter.crm.fields.field import Choice
from contactcenter.crm.models import Customer, Identity

LINE_CHOICES = (
    Choice("phone", "Điện thoại", "Phone"),
    Choice("email", "Email", "Email"),
    Choice("zalo", "Zalo", "Zalo"),
    Choice("messenger", "Messenger", "Messenger"),
    Choice("facebook", "Facebook", "Facebook"),
    Choice("instagram", "Instagram", "Instagram"),
    Choice("whatsapp", "WhatsApp", "WhatsApp"),
    Choice("telegram", "Telegram", "Telegram"),
    Choice("web", "Chat trên web", "Web chat"),
)


def has_line(channel: str) -> sa.ColumnElement[bool]:
    """Whether the customer has a line there that is theirs: not former, not merely guessed."""
    return sa.exists().where(
        Identity.customer_id == Customer.id, Identity.channel == channel, Identity.status == "known"
    )
