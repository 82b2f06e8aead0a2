"""The people of these tests."""

from tests.crm.profile.desk import admin, desk, supervisor

__all__ = ["admin", "desk", "supervisor"]
