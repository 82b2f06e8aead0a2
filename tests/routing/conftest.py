"""The product with parcels as a kind of work, so that the engine is tested without calls."""

from collections.abc import Iterator

import pytest
from flask import Flask

from contactcenter.routing import kinds
from tests.routing import floor


@pytest.fixture
def parcels(app: Flask) -> Iterator[Flask]:
    known = dict(kinds._kinds)
    floor.register()
    yield app
    kinds._kinds.clear()
    kinds._kinds.update(known)
