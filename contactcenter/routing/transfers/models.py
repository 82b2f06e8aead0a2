"""Calls passed on: to a colleague, a queue or somebody outside, at once (cold) or after a word (warm)."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

OPEN_STATES = ("moving", "ringing", "consulting", "waiting")


class Transfer(Base):
    """`state`, cold: moving → waiting | ringing (outside) → completed; warm: ringing → consulting → completed.

    Either may end as returned (to who asked, or in line), failed (`reason` says why) or canceled (the customer left).
    `talk_to`, while consulting: whom the agent and the others hear: customer | colleague | all.
    """

    __tablename__ = "transfers"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "trf"))
    version: Mapped[int] = mapped_column(default=1)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    state: Mapped[str] = mapped_column(sa.String(12), index=True)
    reason: Mapped[str | None] = mapped_column(sa.String(40))
    talk_to: Mapped[str | None] = mapped_column(sa.String(10))
    from_agent_id: Mapped[str | None] = mapped_column(sa.String(40))
    to_agent_id: Mapped[str | None] = mapped_column(sa.String(40))
    to_queue_id: Mapped[str | None] = mapped_column(sa.String(40))
    to_number: Mapped[str | None] = mapped_column(sa.String(40))
    taken_by_id: Mapped[str | None] = mapped_column(sa.String(40))
    participant_id: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
