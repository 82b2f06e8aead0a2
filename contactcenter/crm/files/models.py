"""Files kept with a customer, and who fetched them."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class CustomerFile(Base):
    """`name` is as typed and never a path; `content_type` is what the bytes are, not what anybody said.

    The row is there before its bytes (`arriving`) and goes after them (`leaving`), so that no crash leaves bytes
    without a row. A deleted one can be taken back for 30 days.
    """

    __tablename__ = "customer_files"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "fil"))
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(sa.String(10), default="arriving")
    name: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(100))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    storage_key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    uploaded_by: Mapped[str | None] = mapped_column(sa.String(40))
    uploaded_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)
    deleted_by: Mapped[str | None] = mapped_column(sa.String(40))

    __table_args__ = (
        sa.CheckConstraint("state IN ('arriving', 'stored', 'leaving')", name="state"),
        sa.Index("ix_customer_files_customer_page", "customer_id", "uploaded_at", "id"),
        sa.Index("ix_customer_files_state", "state", "uploaded_at"),
    )


class FileDownload(Base):
    """Who fetched a file, when. Without this row nothing is sent."""

    __tablename__ = "file_downloads"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "fdl"))
    file_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_files.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[datetime] = mapped_column(default=now)
