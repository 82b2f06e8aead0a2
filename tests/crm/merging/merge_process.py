"""A process that merges or un-merges once; the test says in its environment where it dies: DATABASE VERB IDS…"""

import sys

from contactcenter import tables  # noqa: F401 - every model
from contactcenter.core import db, jobs
from contactcenter.crm.merging import service


def main(database_url: str, verb: str, *ids: str) -> None:
    db.configure(database_url)
    jobs.use(jobs.MemoryQueue())
    with db.transaction() as session:
        if verb == "merge":
            service.merge(session, ids[0], ids[1:], actor_id=None)
        else:
            service.unmerge(session, ids[0], actor_id=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
