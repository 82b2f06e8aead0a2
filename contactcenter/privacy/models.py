"""The list of whom not to contact, with its history, and each refusal of the gate."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class ContactRule(Base):
    """Somebody, or one number, is not to be contacted. `kind`: do_not_call | blocked. Ended, it stays as history.

    With `value` (E.164) it holds for that number, whoever has it; without, for all of the customer's.
    """

    __tablename__ = "contact_rules"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "ctr"))
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(sa.String(20), default="voice")
    value: Mapped[str | None] = mapped_column(sa.String(254), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str] = mapped_column(sa.String(300))
    created_by: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_by: Mapped[str | None] = mapped_column(sa.String(40))
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None] = mapped_column(sa.String(300))


class ContactRefusal(Base):
    """The gate said no. The number itself is not kept, only its end."""

    __tablename__ = "contact_refusals"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "crf"))
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(sa.String(20))
    purpose: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str] = mapped_column(sa.String(40))
    number_end: Mapped[str] = mapped_column(sa.String(4), default="")
    actor_id: Mapped[str | None] = mapped_column(sa.String(40))
