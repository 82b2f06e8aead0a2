"""Files of leads: each row is one, for whoever it names or for distribution.

Whoever has an open lead, by number or address, gets no second one: the row is passed over or fills the lead in.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import Reach
from contactcenter.core.clock import now
from contactcenter.crm import matching
from contactcenter.crm.fields.field import Field, FieldType
from contactcenter.crm.imports.amounts import AmountReader
from contactcenter.crm.imports.brought import BROUGHT
from contactcenter.crm.imports.drafts import Draft
from contactcenter.crm.imports.files.row import Row
from contactcenter.crm.imports.findings import Tally
from contactcenter.crm.imports.kind import Kind, Written, one_by_one
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.planning import find_people
from contactcenter.crm.imports.targets import Target
from contactcenter.crm.models import Customer
from contactcenter.crm.reach import sees
from contactcenter.routing.leads import importing_undo, service
from contactcenter.routing.leads.ledger import announce, note
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.people import find_or_save

SOURCE = "import"
_GROUPS = (("lead", "Lead", "Lead"), ("identity", "Khách hàng", "Customer"))
_WORDS = {
    "phone": "so dien thoai|dien thoai|sdt|so dt|di dong|phone|mobile|telephone|phone number",
    "email": "email|e mail|thu dien tu|mail",
    "display_name": "ten|ho ten|ho va ten|ten khach hang|khach hang|name|full name|customer|contact",
    "source": "nguon|nguon lead|kenh|source|lead source|channel",
    "interest": "quan tam|san pham|san pham quan tam|nhu cau|interest|product|interested in",
    "value": "gia tri|gia tri du kien|ngan sach|value|amount|budget",
    "currency": "tien te|loai tien|currency",
    "owner_id": "nguoi phu trach|phu trach|nhan vien|sale|owner|assigned to|agent",
    "note": "ghi chu|noi dung|loi nhan|note|notes|message|comment",
    "province": "tinh|tinh thanh|thanh pho|khu vuc|province|city|region",
}
_EXAMPLE = {
    "phone": "0901 234 567", "email": "hoa@example.vn", "display_name": "Nguyễn Thị Hoa", "source": "Hội chợ",
    "interest": "Nồi cơm điện 1,8 lít", "value": 2_990_000, "currency": "VND", "owner_id": "lan@example.vn",
    "note": "Gọi lại sau giờ làm", "province": "Hà Nội",
}  # fmt: skip
_FILLED = ("interest", "value", "currency", "note", "province")
OUTCOMES = {"create": "created", "update": "updated", "unchanged": "unchanged", "skip": "skipped", "fail": "failed"}


def _list_targets(_session: Session, currency: str = "VND") -> list[Target]:
    def target(
        name: str, vi: str, en: str, kind: FieldType = "text", longest: int = 200, group: str = "lead"
    ) -> Target:
        return Target(name, vi, en, group, Field(name, kind, group, vi, en, (), longest, currency), is_single=True)

    return [
        Target("phone", "Số điện thoại", "Phone", "identity"),
        Target("email", "Email", "Email", "identity"),
        target("display_name", "Họ và tên", "Name", group="identity"),
        target("source", "Nguồn", "Source", longest=40),
        target("interest", "Quan tâm", "Interest"),
        target("value", "Giá trị", "Value", "money"),
        target("currency", "Loại tiền", "Currency", longest=3),
        target("owner_id", "Người phụ trách", "Owner", "person"),
        target("note", "Ghi chú", "Note", longest=4_000),
        target("province", "Tỉnh thành", "Province", longest=60),
    ]


class LeadReader:
    """Reads rows by a mapping."""

    def __init__(self, rows: AmountReader) -> None:
        self._rows = rows

    def read(self, row: Row) -> Draft | None:
        draft = self._rows.read(row)
        if draft is not None and not draft.lines and not draft.problems:
            draft.blame("lead_without_line")
        return draft


def _new_reader(session: Session, mapping: list[str | None], options: dict[str, Any], region: str) -> LeadReader:
    return LeadReader(AmountReader(session, _list_targets, mapping, options, region, ("value",)))


def _find_open(session: Session, draft: Draft) -> Lead | None:
    """The newest open lead of whoever the row's lines find, or that came with one of them."""
    whose = [Lead.party.in_([value for _channel, value in draft.lines])]
    people = {matching.find_match(session, channel, value).customer_id for channel, value in draft.lines} - {None}
    if people:
        whose.append(Lead.customer_id.in_(people))
    found = sa.select(Lead).where(Lead.state == "open", sa.or_(*whose)).order_by(Lead.created_at.desc()).limit(1)
    return session.scalars(found).first()


def _plan(draft: Draft, known: Lead | None, options: dict[str, Any]) -> str:
    if draft.problems:
        return "fail"
    if known is None:
        return "create"
    if options.get("on_duplicate", "skip") != "update":
        draft.blame("lead_open_already")
        return "skip"
    return "update" if _changes(draft, known) else "unchanged"


def _changes(draft: Draft, lead: Lead) -> dict[str, Any]:
    """What the row says and the lead does not yet; its owner and stage are nobody's business but its own."""
    now_ = {"value": lead.value_minor, **{name: getattr(lead, name) for name in _FILLED if name != "value"}}
    return {name: draft.values[name] for name in _FILLED if draft.values.get(name) not in (None, "", now_[name])}


def _list_outside(session: Session, some: list[Draft], reach: Reach) -> frozenset[int]:
    """Rows of people whom the importer does not see: another team takes care of them."""
    found = find_people(session, some, reach) if reach else None
    if found is None or not found.outside:
        return frozenset()
    return frozenset(
        draft.number for draft in some if any(found.by_line.get(line, set()) & found.outside for line in draft.lines)
    )


def _write(session: Session, job: Import, some: list[Draft], _reader: LeadReader, reach: Reach) -> Written:
    outside = _list_outside(session, some, reach)
    ledger = [_pass_over(job, one) if one.number in outside else _carry_out(session, job, one, reach) for one in some]
    session.flush()
    if ledger:
        session.execute(sa.insert(ImportRow.__table__), ledger)  # type: ignore[arg-type]
    return Written(Counter(row["outcome"] for row in ledger), len(some))


def _pass_over(job: Import, draft: Draft) -> dict[str, Any]:
    return {
        "import_id": job.id, "number": draft.number, "customer_id": None, "problems": draft.problems, "made_id": None,
        "made_version": None, "added": [], "before": None, "outcome": "outside",
    }  # fmt: skip


def _carry_out(session: Session, job: Import, draft: Draft, reach: Reach) -> dict[str, Any]:
    known = _find_open(session, draft) if draft.lines else None
    if known is not None and known.customer_id is not None and not sees(session, reach, known.customer_id):
        return _pass_over(job, draft)
    action = _plan(draft, known, job.options)
    row: dict[str, Any] = {
        "import_id": job.id, "number": draft.number, "customer_id": known.customer_id if known else None,
        "problems": draft.problems, "made_id": None, "made_version": None, "added": [], "before": None,
        "outcome": OUTCOMES[action],
    }  # fmt: skip
    if action == "create":
        lead, is_brought = _create(session, job, draft)
        row |= {"made_id": lead.id, "made_version": lead.version, "customer_id": lead.customer_id}
        row["added"] = [f"{BROUGHT}{lead.customer_id}"] if is_brought else []
    elif action == "update" and known is not None:
        row["before"] = importing_undo.as_it_is(known)
        changes = _changes(draft, known)
        service.fill(session, known, changes)
        note(session, known, "changed", job.created_by, **changes)
        announce(session, known)
        row |= {"made_id": known.id, "made_version": known.version}
    return row


def _create(session: Session, job: Import, draft: Draft) -> tuple[Lead, bool]:
    """The lead, and whether its customer came with it."""
    began, values = now(), draft.values
    lines = {
        "phones": [value for channel, value in draft.lines if channel == "phone"],
        "emails": [value for channel, value in draft.lines if channel == "email"],
    }
    told = {"display_name": values.get("display_name", ""), **lines}
    person = find_or_save(session, told, source=SOURCE)
    given = {name: values[name] for name in (*_FILLED, "owner_id") if values.get(name) not in (None, "")}
    source = values.get("source") or job.options.get("source") or SOURCE
    lead = service.open_lead(
        session, {**given, "source": source[:40]}, actor_id=job.created_by, person=person,
        origin=f"import:{job.id}:{draft.number}", is_one_of_many=True,
    )  # fmt: skip
    session.flush()
    customer = session.get(Customer, person.customer_id) if person.customer_id else None
    return lead, customer is not None and customer.created_at >= began


class LeadFindings(Tally):
    """What a check has seen; a person who comes again further down has an open lead by then."""

    def __init__(self, _reader: LeadReader, options: dict[str, Any], reach: Reach) -> None:
        super().__init__()
        self._options, self._reach = options, reach
        self._seen: dict[int, int] = {}

    def add(self, session: Session, some: list[Draft]) -> None:
        outside = _list_outside(session, some, self._reach)
        for draft in some:
            known = _find_open(session, draft) if draft.lines else None
            is_theirs = known is not None and known.customer_id and not sees(session, self._reach, known.customer_id)
            if draft.number in outside or is_theirs:
                self.outcomes["outside"] += 1
                continue
            action = _plan(draft, known, self._options)
            lines = [hash(line) for line in draft.lines]
            earlier = next((self._seen[line] for line in lines if line in self._seen), None)
            if action == "create" and earlier is not None:
                action = "update" if self._options.get("on_duplicate") == "update" else "skip"
                draft.blame("same_as_row", value=earlier)
            if action == "create":
                self._seen |= dict.fromkeys(lines, draft.number)
            self.outcomes[OUTCOMES[action]] += 1
            self.repaired += draft.is_repaired
            name = str(draft.values.get("display_name") or (draft.lines[0][1] if draft.lines else ""))
            self.note_problems(draft.number, lambda n=name: n, draft.problems, is_refused=action == "fail")  # type: ignore[misc]


def _name_made(session: Session, ids: Sequence[str]) -> dict[str, str]:
    rows = session.execute(sa.select(Lead.id, Lead.contact_name, Lead.party, Lead.interest).where(Lead.id.in_(ids)))
    return {row.id: row.contact_name or row.interest or row.party or row.id for row in rows}


LEADS = Kind(
    name="leads",
    permission="leads.assign",
    groups=_GROUPS,
    list_targets=_list_targets,
    synonyms=_WORDS,
    finders=(frozenset({"phone", "email"}),),
    missing=("leads_need_columns", "Choose the column with the phone number or the email."),
    new_reader=_new_reader,
    gather=one_by_one,
    new_findings=LeadFindings,
    write=_write,
    take_back=importing_undo.take_back,
    examples=(_EXAMPLE,),
    options={"source": SOURCE, "currency": "VND"},
    name_made=_name_made,
)
