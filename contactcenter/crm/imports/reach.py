"""Which imports somebody sees, and which customers an import may touch."""

from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.teams.reach import EVERYTHING, Reach, reach_of_user
from contactcenter.crm.imports.models import Import


def reach_of_importer(session: Session, job: Import) -> Reach:
    """How far whoever uploaded the file sees, today. Programs see everything."""
    is_person = job.created_by is not None and session.get(User, job.created_by) is not None
    return reach_of_user(session, job.created_by) if is_person else EVERYTHING


def sees_import(session: Session, reach: Reach, import_id: str) -> bool:
    """One's own and one's colleagues': a file tells of people who have no owner yet."""
    job = session.get(Import, import_id)
    return job is None or job.created_by in (reach.colleagues or ())
