import pytest
from flask import Flask

from contactcenter.core import jobs
from tests.crm.imports.sheets import Importer
from tests.flows.desk import Desk


@pytest.fixture
def importer(app: Flask, queue: jobs.MemoryQueue) -> Importer:
    return Importer(Desk(app, "Nam", "supervisor").sit_down(), queue)
