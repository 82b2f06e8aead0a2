"""Files of customers: each row is one person, found by a line or our id."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import Reach
from contactcenter.crm.fields.builtin import GROUPS
from contactcenter.crm.imports.drafts import Draft, Reader, new_reader
from contactcenter.crm.imports.findings import CustomerFindings
from contactcenter.crm.imports.guessing import CUSTOMER_WORDS
from contactcenter.crm.imports.kind import Kind, Written, one_by_one
from contactcenter.crm.imports.models import Import
from contactcenter.crm.imports.planning import find_people, lock_lines, plan_rows
from contactcenter.crm.imports.restoring import take_back
from contactcenter.crm.imports.targets import list_targets
from contactcenter.crm.imports.writing import write_plans

_EXAMPLE: dict[str, Any] = {
    "display_name": "Nguyễn Thị Hoa",
    "phone": "0901 234 567",
    "email": "hoa@example.vn",
    "honorific": "Chị",
    "address": "12 Lê Lợi, Phường Bến Thành",
    "province": "TP. Hồ Chí Minh",
    "birthday": date(1990, 1, 31),
    "household_size": 4,
    "owner_id": "",
}


def _write(session: Session, job: Import, drafts: list[Draft], reader: Reader, reach: Reach) -> Written:
    """Stops before a row that needs what an earlier one has just written."""
    lock_lines(session, drafts)
    plans = plan_rows(drafts, find_people(session, drafts, reach), reader, job.options)
    outcomes = write_plans(session, job, plans, reader)
    outcomes["repaired"] = sum(plan.draft.is_repaired for plan in plans)
    return Written(outcomes, len(plans))


CUSTOMERS = Kind(
    name="customers",
    permission="customers.import",
    groups=GROUPS,
    list_targets=list_targets,
    synonyms=CUSTOMER_WORDS,
    finders=(frozenset({"display_name", "id", "phone", "email"}),),
    missing=("nothing_to_find_by", "Choose the column with the name, a phone number, an email or our id."),
    new_reader=new_reader,
    gather=one_by_one,
    new_findings=CustomerFindings,
    write=_write,
    take_back=take_back,
    examples=(_EXAMPLE,),
    options={"bad_values": "row", "fill_only": False},
)
