"""Named reads about people."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core.errors import NotFound


def get_user(session: Session, user_id: str, *, for_update: bool = False) -> User:
    """Raises NotFound."""
    user = session.get(User, user_id, with_for_update=for_update)
    if user is None:
        raise NotFound("user_not_found", "There is no such person.")
    return user


def find_user_by_email(session: Session, email: str) -> User | None:
    """`email` is canonical: see accounts.canonical_email."""
    return session.scalars(sa.select(User).where(User.email == email)).one_or_none()


def list_users() -> sa.Select[tuple[User]]:
    """Everybody, for `paging.page` by (created_at, id)."""
    return sa.select(User)


def count_other_admins(session: Session, user_id: str) -> int:
    """How many people, this one apart, can manage accounts."""
    statement = (
        sa.select(sa.func.count())
        .select_from(User)
        .where(User.role == "admin", User.is_active.is_(True), User.id != user_id)
    )
    return session.scalar(statement) or 0
