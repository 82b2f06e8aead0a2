"""Killed in mid-import: what is committed stands, the rest follows, nothing comes twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from contactcenter.core.crash_points import KILLED
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import Settings
from contactcenter.crm.imports import jobs as import_jobs
from contactcenter.crm.imports.jobs import MOST_ATTEMPTS
from contactcenter.crm.imports.models import Import
from contactcenter.crm.models import Customer
from tests.crm.imports.sheets import Importer

ROOT = Path(__file__).resolve().parents[3]
RUN = """
import sys
from pathlib import Path
from contactcenter import factory
from contactcenter.core.settings import load_settings
factory.create_app(load_settings(root=Path(sys.argv[1])))
from contactcenter.crm.imports import running
running.run(sys.argv[2])
"""


@pytest.mark.slow
def test_a_killed_import_goes_on_after_the_last_committed_row(
    importer: Importer, settings: Settings, tmp_path: Path
) -> None:
    lines = "\n".join(f"Khách {n},09{n:08d}" for n in range(350))
    job = importer.uploaded(f"Tên,SĐT\n{lines}\n")
    importer.step(job["id"], "start", drain=False)
    importer.queue.waiting.clear()
    environment = {
        **os.environ,
        "CRASH_AT": "import.after_batch",
        "DATABASE_URL": settings.database_url,
        "INSTANCE_PATH": str(settings.instance_path),
        "RECORDINGS_URL": settings.recordings_url,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", RUN, str(tmp_path), job["id"]]
    died = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert died.returncode == KILLED, died.stderr
    halfway = importer.get(job["id"])
    assert halfway["state"] == "running"
    assert 0 < halfway["counts"]["created"] < 350
    with transaction() as session:  # its last sign of life is long ago
        session.get_one(Import, job["id"]).touched_at -= 2 * import_jobs.STALLED
    import_jobs.resume_stalled_imports()
    importer.queue.drain()
    done = importer.get(job["id"])
    assert (done["state"], done["counts"]["created"]) == ("done", 350)
    with read() as session:
        assert session.scalar(sa.select(sa.func.count(Customer.id))) == 350


def test_two_runs_at_once_write_each_row_once(importer: Importer) -> None:
    import threading

    from contactcenter.crm.imports import running

    lines = "\n".join(f"Khách {n},09{n:08d}" for n in range(300))
    job = importer.uploaded(f"Tên,SĐT\n{lines}\n", on_duplicate="create")
    importer.step(job["id"], "start", drain=False)
    threads = [threading.Thread(target=running.run, args=(job["id"],)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    importer.queue.drain()
    assert importer.get(job["id"])["counts"]["created"] == 300
    with read() as session:
        assert session.scalar(sa.select(sa.func.count(Customer.id))) == 300


def test_an_import_whose_file_is_gone_says_so(importer: Importer) -> None:
    from contactcenter.crm.imports import keeping

    job = importer.uploaded("Tên,SĐT\nHoa,0901234567\n")
    with read() as session:
        keeping.forget(session.get_one(Import, job["id"]).file_key or "")
    assert importer.step(job["id"], "start")["error"] == {"code": "file_gone"}
    assert importer.get(job["id"])["state"] == "failed"


def test_an_import_that_never_gets_on_fails_in_the_end(importer: Importer) -> None:
    job = importer.uploaded("Tên,SĐT\nHoa,0901234567\n")
    importer.step(job["id"], "start", drain=False)
    for _ in range(MOST_ATTEMPTS + 1):
        importer.queue.waiting.clear()
        with transaction() as session:
            session.get_one(Import, job["id"]).touched_at -= 2 * import_jobs.STALLED
        import_jobs.resume_stalled_imports()
    assert (importer.get(job["id"])["state"], importer.get(job["id"])["error"]) == ("failed", {"code": "internal"})
    assert importer.step(job["id"], "resume")["state"] == "done"


def test_a_file_broken_in_the_middle_stops_there_and_can_be_undone(importer: Importer) -> None:
    lines = "\n".join(f"Khách {n},09{n:08d}" for n in range(120))
    job = importer.uploaded(f'Tên,SĐT\n{lines}\n"never closed,{"x" * 140_000}')
    done = importer.step(job["id"], "start")
    assert (done["state"], done["error"]["code"]) == ("failed", "unclosed_quote")
    if "undo" in done["can"]:
        assert importer.step(job["id"], "undo")["state"] == "undone"
    assert importer.customers() == []
