"""Companies with the people in them, and households with theirs."""

from datetime import date, datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

RELATIONS = ("spouse", "parent", "child", "sibling", "relative", "other")


class Company(Base):
    """An organisation we deal with. `name_folded` is the name without diacritics; `size` a code of the field
    `company_size`."""

    __tablename__ = "companies"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "com"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(sa.String(200))
    name_folded: Mapped[str] = mapped_column(sa.String(400), index=True)
    tax_code: Mapped[str | None] = mapped_column(sa.String(20), index=True)
    industry: Mapped[str | None] = mapped_column(sa.String(100))
    size: Mapped[str | None] = mapped_column(sa.String(20))
    website: Mapped[str | None] = mapped_column(sa.String(300))
    address: Mapped[str | None] = mapped_column(sa.String(300))
    owner_id: Mapped[str | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    lines: Mapped[list["CompanyLine"]] = relationship(cascade="all, delete-orphan", order_by="CompanyLine.created_at")

    __table_args__ = (sa.Index("ix_companies_page", "updated_at", "id"),)


class CompanyLine(Base):
    """A number that a company answers: it finds the company, and never one person."""

    __tablename__ = "company_lines"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "cli"))
    company_id: Mapped[str] = mapped_column(sa.ForeignKey("companies.id", ondelete="CASCADE"))
    value: Mapped[str] = mapped_column(sa.String(20), index=True)
    national: Mapped[str] = mapped_column(sa.String(40), default="")
    last9: Mapped[str] = mapped_column(sa.String(9), default="", index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.UniqueConstraint("company_id", "value"),)


class CompanyPerson(Base):
    """Somebody who works, or worked, there. `until` is their last day; days are calendar days without a zone."""

    __tablename__ = "company_people"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "cpe"))
    company_id: Mapped[str] = mapped_column(sa.ForeignKey("companies.id", ondelete="CASCADE"))
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(sa.String(100), default="")
    is_main: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date | None]
    until: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.UniqueConstraint("company_id", "customer_id"),)


class Household(Base):
    """People who live together. What they share, a number or an address, is no sign that they are one person."""

    __tablename__ = "households"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "hou"))
    version: Mapped[int] = mapped_column(default=1)
    label: Mapped[str] = mapped_column(sa.String(100))
    address: Mapped[str | None] = mapped_column(sa.String(300))
    created_at: Mapped[datetime] = mapped_column(default=now)


class HouseholdMember(Base):
    """`relation` is to the others of the household; "other" when nobody said."""

    __tablename__ = "household_members"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "hme"))
    household_id: Mapped[str] = mapped_column(sa.ForeignKey("households.id", ondelete="CASCADE"))
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    relation: Mapped[str] = mapped_column(sa.String(20), default="other")
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.UniqueConstraint("household_id", "customer_id"),
        sa.CheckConstraint(
            "relation IN ('spouse', 'parent', 'child', 'sibling', 'relative', 'other')", name="relation"
        ),
    )
