"""What is searched. The indexes over these columns differ by database: see ddl.py."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base


class CustomerTerms(Base):
    """One customer as search sees them: terms with a blank between (terms.py says which). Merged ones have none."""

    __tablename__ = "customer_terms"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), unique=True)
    terms: Mapped[str] = mapped_column(sa.Text, default="")

    __table_args__ = {"info": {"stays_on_merge": True}}


class SearchText(Base):
    """One searchable line: a sentence of a transcript, a note, a message.

    (kind, ref_id) is the thing it belongs to, as on the timeline; `seconds` its place in audio.
    `words` is the folded text. `customer_id` is null while nobody knows who it was.
    """

    __tablename__ = "search_texts"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    ref_id: Mapped[str] = mapped_column(sa.String(40))
    line: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float | None]
    speaker: Mapped[str | None] = mapped_column(sa.String(10))
    text: Mapped[str] = mapped_column(sa.Text)
    words: Mapped[str] = mapped_column(sa.Text)
    occurred_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.UniqueConstraint("kind", "ref_id", "line"),)
