import pytest
from flask import Flask

from tests.crm.merger import Merger


@pytest.fixture
def desk(app: Flask) -> Merger:
    made = Merger(app, "Lan")
    made.sit_down()
    return made
