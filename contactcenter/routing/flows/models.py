"""Flows with their published versions, the numbers that use them, and the sounds they play."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Flow(Base):
    """What callers of some numbers hear. `draft` is worked on; callers hear the version `published_id`.

    One flow is the default: numbers that name no other use it. While it was never published it is the built-in one.
    """

    __tablename__ = "flows"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "flw"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(sa.String(80))
    is_default: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
    draft: Mapped[dict[str, Any]]
    draft_at: Mapped[datetime] = mapped_column(default=now)
    draft_by: Mapped[str | None] = mapped_column(sa.String(40))
    published_id: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.Index(
            "uq_flows_one_default",
            "is_default",
            unique=True,
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        ),
    )


class FlowVersion(Base):
    """A flow as it was published: never changed, so that calls finish as they began.

    `sounds`: sound id → its file name below /media/prompts/. `restored_number`: which older one it brought back.
    """

    __tablename__ = "flow_versions"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "flv"))
    flow_id: Mapped[str] = mapped_column(sa.ForeignKey("flows.id", ondelete="CASCADE"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]]
    sounds: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    restored_number: Mapped[int | None]
    published_by: Mapped[str | None] = mapped_column(sa.String(40))
    published_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.UniqueConstraint("flow_id", "number"),)


class PhoneNumber(Base):
    """A number of ours and the flow its callers meet; null: the default one."""

    __tablename__ = "phone_numbers"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "num"))
    version: Mapped[int] = mapped_column(default=1)
    e164: Mapped[str] = mapped_column(sa.String(20), unique=True)
    label: Mapped[str] = mapped_column(sa.String(80), default="")
    flow_id: Mapped[str | None] = mapped_column(sa.ForeignKey("flows.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class FlowSound(Base):
    """An uploaded announcement or piece of music. `secret` makes its public address impossible to guess.

    Never deleted, since a published version may play it; an archived one is no longer offered.
    """

    __tablename__ = "flow_sounds"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "snd"))
    name: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[str] = mapped_column(sa.String(10), default="arriving")
    secret: Mapped[str] = mapped_column(sa.String(60), unique=True)
    extension: Mapped[str] = mapped_column(sa.String(5))
    content_type: Mapped[str] = mapped_column(sa.String(60))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    storage_key: Mapped[str] = mapped_column(sa.String(200))
    is_archived: Mapped[bool] = mapped_column(default=False)
    uploaded_by: Mapped[str | None] = mapped_column(sa.String(40))
    uploaded_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def file_name(self) -> str:
        return f"{self.secret}.{self.extension}"


class FlowStamp(Base):
    """One row whose `token` changes with every publication or change of a number."""

    __tablename__ = "flow_stamps"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(sa.String(40))
