"""The roll-up, and the edges by which purchases are classed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base


class CustomerStats(Base):
    """What one customer bought and how often we spoke. Figures derived from other tables: never edited, always rebuilt.

    Money is in minor units of `currency`, the one most of their orders are in; `other_currencies` lists the
    rest as `[{currency, orders, spent_minor}]`. `frequency` is orders per 365 days (a younger customer counts
    as one year old). `r`, `f`, `m` are 1 (worst) to 5, `rfm` their digits, `rfm_class` the name they make.
    `favourite_products` are up to three `{id, name, quantity}`.
    `contacts` counts interactions of any channel; null times and scores mean there was none.
    """

    __tablename__ = "customer_stats"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    orders: Mapped[int] = mapped_column(default=0, server_default="0")
    spent_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    average_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    currency: Mapped[str | None] = mapped_column(sa.String(3))
    other_currencies: Mapped[list[Any]] = mapped_column(default=list)
    first_order_at: Mapped[datetime | None]
    last_order_at: Mapped[datetime | None] = mapped_column(index=True)
    frequency: Mapped[float | None]
    r: Mapped[int | None] = mapped_column(sa.SmallInteger)
    f: Mapped[int | None] = mapped_column(sa.SmallInteger)
    m: Mapped[int | None] = mapped_column(sa.SmallInteger)
    rfm: Mapped[str | None] = mapped_column(sa.String(3))
    rfm_class: Mapped[str | None] = mapped_column(sa.String(20))
    favourite_products: Mapped[list[Any]] = mapped_column(default=list)
    points: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    contacts: Mapped[int] = mapped_column(default=0, server_default="0")
    calls: Mapped[int] = mapped_column(default=0, server_default="0")
    missed_calls: Mapped[int] = mapped_column(default=0, server_default="0")
    last_contact_at: Mapped[datetime | None] = mapped_column(index=True)
    last_rating: Mapped[int | None]
    average_rating: Mapped[float | None]
    updated_at: Mapped[datetime] = mapped_column(default=now)


class RfmEdges(Base):
    """Where the fifths of all buyers in one currency lie; computed at night, used by every purchase until the next.

    `recency` are four moments as ISO text, `frequency` and `monetary` four numbers, each ascending: a value
    scores one point more for every edge that it exceeds.
    """

    __tablename__ = "rfm_edges"

    currency: Mapped[str] = mapped_column(sa.String(3), primary_key=True)
    customers: Mapped[int]
    recency: Mapped[list[Any]]
    frequency: Mapped[list[Any]]
    monetary: Mapped[list[Any]]
    computed_at: Mapped[datetime] = mapped_column(default=now)


class NightlyRun(Base):
    """When a nightly piece of work last began, so that one process of several does it, once."""

    __tablename__ = "nightly_runs"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    began_at: Mapped[datetime]
