"""Which imports somebody sees."""

from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import Reach
from contactcenter.crm.imports.models import Import


def sees_import(session: Session, reach: Reach, import_id: str) -> bool:
    """One's own and one's colleagues': a file tells of people who have no owner yet."""
    job = session.get(Import, import_id)
    return job is None or job.created_by in (reach.colleagues or ())
