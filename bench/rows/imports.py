"""Importing a file: rows read and understood a second, rows written a second with duplicate checks.

In this process, as a worker does it. Reading's floor is Python's own CSV reader over the same
file. Writing's floor is the same customers and lines by hand, as many a transaction, on the same
database: no checks, no history, no search index, no ledger.
"""

import csv
import shutil
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from bench.row import Row, from_rounds
from bench.stage import Options, Stage
from contactcenter.core import clock, db, jobs
from contactcenter.core.db import read, transaction
from contactcenter.core.ids import new_id
from contactcenter.core.settings import current
from contactcenter.crm.imports import keeping, running, service
from contactcenter.crm.imports.drafts import new_reader
from contactcenter.crm.imports.files.xlsx_writer import XlsxWriter
from contactcenter.crm.imports.models import Import
from contactcenter.crm.imports.pacing import MOST_ROWS
from contactcenter.crm.models import Customer, Identity
from contactcenter.factory import create_app

FIRST_FREE = 3
"""Turns before have numbers that a population has too."""
HEADERS = ["Họ tên", "Điện thoại", "Email", "Ngày sinh", "Tỉnh/thành", "Công ty", "Ghi chú chung", "Nhóm"]


def measure(stage: Stage, options: Options) -> list[Row]:
    create_app(stage.settings)
    jobs.use(jobs.MemoryQueue())
    count = options.import_rows
    reading: dict[str, list[dict[str, float]]] = {"csv": [], "xlsx": []}
    writing = []
    for turn in range(options.rounds + 1):
        paths = {"csv": _write_csv(stage.folder, turn, count), "xlsx": _write_xlsx(stage.folder, turn, count)}
        for kind, path in paths.items():
            reading[kind].append({"ours": count / _read(path), "floor": count / _read_bare(paths["csv"])})
        floor = count / _insert_by_hand(turn, count)
        writing.append({"ours": count / _run(paths["csv"]), "floor": floor})
    db.engine().dispose()
    rows = [
        from_rounds(f"import: {kind.upper()} rows read", stage.database, "rows/s", rounds[1:], target="ours >= 5000")
        for kind, rounds in reading.items()
    ]
    name = f"import: rows written, {count:,} a file"
    return [*rows, from_rounds(name, stage.database, "rows/s", writing[1:], target="ours >= 1000")]


def measure_population(database: str, people: int, options: Options) -> list[Row]:
    """The bound database holds a population of `people`: each row is looked for among them. Adds its own to them."""
    create_app(current())
    jobs.use(jobs.MemoryQueue())
    count, measured = options.import_rows, []
    with tempfile.TemporaryDirectory(prefix="contactcenter-bench-import-") as folder:
        for turn in range(FIRST_FREE, FIRST_FREE + options.rounds + 1):
            path = _write_csv(Path(folder), turn, count)
            floor = count / _insert_by_hand(turn, count)
            measured.append({"ours": count / _run(path), "floor": floor})
    name = f"import: rows written, {count:,} a file, among {people:,} customers"
    return [from_rounds(name, database, "rows/s", measured[1:], target="ours >= 1000")]


def _person(turn: int, n: int) -> list[str]:
    phone = f"03{turn % 10}{n:07d}"
    return [f"Nguyễn Văn {n}", phone, f"k{turn}.{n}@vidu.vn", f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{1960 + n % 40}",
            "Hà Nội", f"Công ty {n % 500}", f"ghi chú {n}", "VIP" if n % 10 == 0 else ""]  # fmt: skip


def _people(turn: int, count: int) -> Iterator[list[str]]:
    return (_person(turn, n) for n in range(count))


def _write_csv(folder: Path, turn: int, count: int) -> Path:
    path = folder / "people.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADERS, *_people(turn, count)])
    return path


def _write_xlsx(folder: Path, turn: int, count: int) -> Path:
    path = folder / "people.xlsx"
    with XlsxWriter(path) as writer:
        for cells in (HEADERS, *_people(turn, count)):
            writer.write(cells)
    return path


def _read(path: Path) -> float:
    """Seconds until every row is a draft: values checked, numbers canonical."""
    with read() as session:
        job = _prepared(session, path)
        reader = new_reader(session, job.mapping, job.options, current().default_region)
    began = time.perf_counter()
    for row in running.data_rows(path, job):
        reader.read(row)
    return time.perf_counter() - began


def _read_bare(path: Path) -> float:
    began = time.perf_counter()
    with path.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file):
            pass
    return time.perf_counter() - began


def _run(path: Path) -> float:
    """Seconds of the whole run: read, look for duplicates, write, index."""
    with read() as session:
        job = _prepared(session, path)
    with keeping.new_file() as copy:
        shutil.copyfile(path, copy)
        keeping.keep(job.file_key or "", copy, job.file_format)
    with transaction() as session:
        session.add(job)
        session.flush()
        service.start(session, job.id)
    began = time.perf_counter()
    running.run(job.id)
    seconds = time.perf_counter() - began
    with read() as session:
        done = session.get_one(Import, job.id)
        if done.state != "done" or done.counts.get("failed"):
            raise RuntimeError(f"the import ended {done.state}: {done.counts} {done.error}")
    return seconds


def _prepared(session: sa.orm.Session, path: Path) -> Import:
    facts = {"file_name": path.name, "size_bytes": path.stat().st_size, "actor_id": None, "locale": "vi"}
    return service.prepare_import(session, path, region=current().default_region, **facts)  # type: ignore[arg-type]


def _insert_by_hand(turn: int, count: int) -> float:
    people = iter(range(count))
    began = time.perf_counter()
    while numbers := list(islice(people, MOST_ROWS)):
        at = clock.now()
        rows = [(new_id("cus"), _person(turn, n)) for n in numbers]
        with db.writer().begin() as connection:
            facts = {"status": "potential", "source": "bench", "version": 1, "created_at": at, "updated_at": at}
            connection.execute(
                sa.insert(Customer.__table__),  # type: ignore[arg-type]
                [{"id": i, "display_name": p[0], "name_folded": p[0], "company": p[5], **facts} for i, p in rows],
            )
            connection.execute(
                sa.insert(Identity.__table__),  # type: ignore[arg-type]
                [
                    {"customer_id": i, "channel": c, "value": p[k]}
                    for i, p in rows
                    for k, c in ((1, "phone"), (2, "email"))
                ],
            )
    return time.perf_counter() - began
