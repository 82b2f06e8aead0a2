"""Customers, the identities that find them, and the one timeline of what happened."""

from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Customer(Base):
    """One person; the fields are described in fields/builtin.py.

    `name_folded` is the name without diacritics, for search in both databases. A customer with
    `merged_into_id` stands for another: their id keeps working, lists leave them out.
    """

    __tablename__ = "customers"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "cus"))
    version: Mapped[int] = mapped_column(default=1)
    display_name: Mapped[str] = mapped_column(sa.String(200))
    name_folded: Mapped[str] = mapped_column(sa.String(400))
    honorific: Mapped[str | None] = mapped_column(sa.String(20))
    address: Mapped[str | None] = mapped_column(sa.String(300))
    province: Mapped[str | None] = mapped_column(sa.String(60))
    birthday: Mapped[date | None]
    gender: Mapped[str | None] = mapped_column(sa.String(20))
    marital_status: Mapped[str | None] = mapped_column(sa.String(20))
    education: Mapped[str | None] = mapped_column(sa.String(20))
    occupation: Mapped[str | None] = mapped_column(sa.String(100))
    income_band: Mapped[str | None] = mapped_column(sa.String(20))
    household_size: Mapped[int | None]
    preferences: Mapped[str | None] = mapped_column(sa.Text)
    needs: Mapped[str | None] = mapped_column(sa.Text)
    reasons_to_buy: Mapped[str | None] = mapped_column(sa.Text)
    habits: Mapped[str | None] = mapped_column(sa.Text)
    best_time: Mapped[str | None] = mapped_column(sa.String(60))
    company: Mapped[str | None] = mapped_column(sa.String(200))
    job_title: Mapped[str | None] = mapped_column(sa.String(100))
    industry: Mapped[str | None] = mapped_column(sa.String(100))
    company_size: Mapped[str | None] = mapped_column(sa.String(20))
    preferred_channel: Mapped[str | None] = mapped_column(sa.String(20))
    language: Mapped[str | None] = mapped_column(sa.String(5))
    status: Mapped[str] = mapped_column(sa.String(20), default="potential")
    segment: Mapped[str | None] = mapped_column(sa.String(20))
    do_not_call: Mapped[bool] = mapped_column(default=False)
    is_blocked: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[str | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    custom: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[str] = mapped_column(sa.String(30), default="manual")
    merged_into_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    identities: Mapped[list["Identity"]] = relationship(
        back_populates="customer", order_by="Identity.created_at", cascade="all, delete-orphan"
    )

    __table_args__ = (
        sa.Index("ix_customers_page", "updated_at", "id"),
        sa.Index("ix_customers_owner_page", "owner_id", "updated_at", "id"),
        # Of the merged alone: SQLite, which keeps no figures unasked, would look up by it everybody who is not.
        sa.Index(
            "ix_customers_merged_into_id",
            "merged_into_id",
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        ),
        # For beginnings, and equality, whatever the database's collation; of those alone who stand for themselves.
        sa.Index(
            "ix_customers_name_folded",
            "name_folded",
            postgresql_ops={"name_folded": "text_pattern_ops"},
            postgresql_where=sa.text("merged_into_id IS NULL"),
            sqlite_where=sa.text("merged_into_id IS NULL"),
        ),
        sa.CheckConstraint("status IN ('potential', 'current', 'past', 'lapsed', 'loyal')", name="status"),
    )


class Identity(Base):
    """A number, address or account that may find a person.

    `value` is canonical (E.164 for phones, lower case for email, a provider's opaque id for
    accounts). `is_shared` lines list people and identify nobody; only *known*, unshared
    identities identify. `verified_by` is the person who said that it was checked.
    """

    __tablename__ = "identities"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "idn"))
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(sa.String(20))
    value: Mapped[str] = mapped_column(sa.String(254))
    national: Mapped[str] = mapped_column(sa.String(40), default="")
    last9: Mapped[str | None] = mapped_column(sa.String(9), index=True)
    label: Mapped[str] = mapped_column(sa.String(40), default="")
    status: Mapped[str] = mapped_column(sa.String(10), default="known")
    is_shared: Mapped[bool] = mapped_column(default=False)
    is_verified: Mapped[bool] = mapped_column(default=False)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[str | None] = mapped_column(sa.String(40))
    source: Mapped[str] = mapped_column(sa.String(30), default="manual")
    created_at: Mapped[datetime] = mapped_column(default=now)

    customer: Mapped[Customer] = relationship(back_populates="identities")

    __table_args__ = (
        sa.UniqueConstraint("channel", "value", "customer_id"),
        sa.CheckConstraint("status IN ('known', 'maybe', 'former')", name="status"),
    )


class IdentityChoice(Base):
    """What an agent chose when several people matched a number: that person, or none of them."""

    __tablename__ = "identity_choices"

    value: Mapped[str] = mapped_column(sa.String(254), primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    chosen_by: Mapped[str | None] = mapped_column(sa.String(40))
    chosen_at: Mapped[datetime] = mapped_column(default=now)


class TimelineItem(Base):
    """One card on a customer's timeline; (kind, ref_id) names it, so it fills in and never doubles.

    `customer_id` is null while the person is unknown; `party` then finds the items that
    belong to them once they are saved.
    """

    __tablename__ = "timeline_items"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "tli"))
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    party: Mapped[str | None] = mapped_column(sa.String(254), index=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    channel: Mapped[str] = mapped_column(sa.String(20))
    occurred_at: Mapped[datetime]
    summary: Mapped[str] = mapped_column(sa.String(300), default="")
    agent_id: Mapped[str | None] = mapped_column(sa.String(40))
    ref_id: Mapped[str] = mapped_column(sa.String(40))
    has_recording: Mapped[bool] = mapped_column(default=False, server_default=sa.text("false"))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (
        sa.UniqueConstraint("kind", "ref_id"),
        sa.Index("ix_timeline_items_customer_page", "customer_id", "occurred_at", "id"),
    )


class FieldChange(Base):
    """Who changed which field of a customer, when, from what to what (both as JSON text).

    `cause` says by what: manual, api, import, merge, unmerge, bulk, undo, rule, text; `batch_id`
    names the import, merge or bulk change, so that it can be undone as a whole. `field` is a
    name of the catalogue, or `identity`: then the values are the line before and after.
    """

    __tablename__ = "field_changes"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "fch"))
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[str | None] = mapped_column(sa.String(40))
    cause: Mapped[str] = mapped_column(sa.String(10), default="manual", server_default="manual")
    batch_id: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    field: Mapped[str] = mapped_column(sa.String(60))
    old_value: Mapped[str | None] = mapped_column(sa.Text)
    new_value: Mapped[str | None] = mapped_column(sa.Text)

    __table_args__ = (sa.Index("ix_field_changes_customer_page", "customer_id", "at", "id"),)
