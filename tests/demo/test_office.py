"""What the demo's people made of their customers: each page has something true to show."""

from collections import Counter
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core import storage
from contactcenter.crm.audit.models import FieldQuality
from contactcenter.crm.companies.models import Company, CompanyPerson, HouseholdMember
from contactcenter.crm.duplicates.models import DuplicateMark, DuplicatePair
from contactcenter.crm.fields.models import CustomField
from contactcenter.crm.files.models import CustomerFile
from contactcenter.crm.files.sniff import sniff
from contactcenter.crm.merging.models import Merge
from contactcenter.crm.models import Customer, FieldChange, Identity, TimelineItem
from contactcenter.crm.notes.models import Note, NoteMention
from contactcenter.crm.notifications.models import Notification
from contactcenter.crm.search.models import CustomerTerms
from contactcenter.crm.segments.driving import drive
from contactcenter.crm.segments.models import Segment, SegmentDay, SegmentLog, SegmentMember
from contactcenter.crm.stats.models import CustomerStats
from contactcenter.crm.tasks.models import Task
from contactcenter.demo import papers
from tests.demo.conftest import NOW


def living(session: Session) -> list[Customer]:
    return list(session.scalars(sa.select(Customer).where(Customer.merged_into_id.is_(None))))


def test_profiles_know_much_and_not_everything(session: Session):
    people = living(session)
    for name in ("honorific", "province", "occupation", "birthday", "needs", "income_band"):
        assert 0.2 < sum(getattr(one, name) is not None for one in people) / len(people) < 0.95, name
    keys = {field.key: field for field in session.scalars(sa.select(CustomField))}
    assert sorted(field.type for field in keys.values()) == ["boolean", "choice", "money"]
    for person in people:
        assert set(person.custom) <= set(keys)
    home = next(field for field in keys.values() if field.type == "choice")
    assert {one.custom[home.key] for one in people if home.key in one.custom} <= {c["code"] for c in home.choices}
    lines = Counter(session.scalars(sa.select(Identity.status)))
    assert lines["maybe"] > 3
    assert lines["former"] > 3


def test_history_ends_with_what_is_there(session: Session):
    people = {one.id: one for one in living(session)}
    latest: dict[tuple[str, str], FieldChange] = {}
    for change in session.scalars(sa.select(FieldChange).order_by(FieldChange.at)):
        latest[change.customer_id, change.field] = change
    assert len(latest) > 100
    for (customer_id, field), change in latest.items():
        if customer_id in people and field in ("status", "segment"):
            assert change.new_value == ("null" if (v := getattr(people[customer_id], field)) is None else f'"{v}"')


def test_duplicates_wait_and_one_merge_can_be_taken_back(session: Session):
    scores = sorted(session.scalars(sa.select(DuplicatePair.score)), reverse=True)
    assert scores[3] >= 70
    assert session.scalar(sa.select(sa.func.count()).select_from(DuplicateMark)) == 0
    merge = session.scalars(sa.select(Merge)).one()
    assert merge.undone_at is None
    assert merge.created_at < NOW
    assert merge.before != merge.after


def test_companies_have_people_and_households_too(session: Session):
    assert 6 <= len(list(session.scalars(sa.select(Company)))) <= 8
    for person in session.scalars(sa.select(CompanyPerson).where(CompanyPerson.until.is_(None))):
        company = session.get_one(Company, person.company_id)
        assert session.get_one(Customer, person.customer_id).company == company.name
    members = Counter(session.scalars(sa.select(HouseholdMember.household_id)))
    assert set(members.values()) == {2}


def test_each_agent_has_overdue_and_coming_tasks(session: Session):
    agents = session.scalars(sa.select(User.id).where(User.role == "agent")).all()
    for agent_id in agents:
        own = list(session.scalars(sa.select(Task).where(Task.assignee_id == agent_id)))
        due = [task.due_at for task in own if task.state == "open" and task.due_at]
        assert min(due) < NOW < max(due)
        assert any(task.state == "done" for task in own)
    for task in session.scalars(sa.select(Task)):
        assert (task.closed_at is not None) == (task.state == "done")
        assert task.remind_next_at is None or (task.state == "open" and task.remind_next_at >= NOW)
        assert task.closed_at is None or task.created_at < task.closed_at <= NOW + timedelta(minutes=5)


def test_notes_files_and_tasks_are_on_the_timeline(session: Session):
    items = {(item.kind, item.ref_id): item for item in session.scalars(sa.select(TimelineItem))}
    for kind, table in (("note", Note), ("file", CustomerFile), ("task", Task)):
        for row in session.scalars(sa.select(table).where(table.customer_id.is_not(None))):
            assert items[kind, row.id].customer_id == row.customer_id
    mentioned = set(session.scalars(sa.select(NoteMention.user_id)))
    told = set(session.scalars(sa.select(Notification.user_id).where(Notification.kind == "mention")))
    assert mentioned == told
    assert mentioned


def test_files_are_what_they_say(session: Session):
    store = storage.current_store()
    for row in session.scalars(sa.select(CustomerFile)):
        assert (store.size(row.storage_key), store.digest(row.storage_key)) == (row.size_bytes, row.sha256)
    import io

    kinds = [sniff(io.BytesIO(data)) for data in (papers.price_list(), papers.kitchen_plan())]
    assert [kind.content_type if kind else None for kind in kinds] == ["application/pdf", "image/png"]


def test_groups_hold_who_fits_and_their_past_adds_up(session: Session):
    segments = list(session.scalars(sa.select(Segment)))
    assert len(segments) == 11
    for segment in segments:
        members = session.scalar(sa.select(sa.func.count()).where(SegmentMember.segment_id == segment.id))
        assert segment.size == members
        days = list(session.scalars(sa.select(SegmentDay).filter_by(segment_id=segment.id).order_by(SegmentDay.day)))
        assert (days[-1].size if days else 0) == segment.size
        log = list(session.scalars(sa.select(SegmentLog.is_entry).filter_by(segment_id=segment.id)))
        assert sum(log) - sum(not one for one in log) == segment.size
    assert drive(session, [one.id for one in living(session)]) == 0


def test_figures_search_and_quality_cover_everybody(session: Session):
    ids = {one.id for one in living(session)}
    assert set(session.scalars(sa.select(CustomerTerms.customer_id))) == ids
    assert set(session.scalars(sa.select(CustomerStats.customer_id))) >= ids
    days = Counter(session.scalars(sa.select(FieldQuality.day)))
    assert len(days) == 31
    assert len(set(days.values())) == 1
