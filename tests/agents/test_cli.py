"""Accounts from the command line, and the rule about demo accounts."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from contactcenter.agents.cli import api_keys_cli, users_cli
from contactcenter.agents.demo import check_demo_binding
from contactcenter.core.settings import Settings, SettingsError
from tests.agents.accounts_app import PASSWORD

WHO = ["create", "--email", "sep@example.com", "--name", "Sếp", "--role", "admin"]


def test_a_person_created_with_a_piped_password_can_sign_in(open_browser, settings) -> None:
    result = CliRunner().invoke(users_cli, [*WHO, "--password-stdin"], input=f"{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert open_browser().sign_in("sep@example.com").json["user"]["role"] == "admin"


def test_without_a_terminal_a_password_is_made_and_printed_once(open_browser, settings) -> None:
    result = CliRunner().invoke(users_cli, WHO)
    password = result.output.strip().rpartition(" ")[2]
    assert open_browser().sign_in("sep@example.com", password).status_code == 200


@pytest.mark.parametrize(
    ("arguments", "password", "says"),
    [
        ([*WHO, "--password-stdin"], "short", "at least 10"),
        ([*WHO[:2], "nonsense", *WHO[3:], "--password-stdin"], PASSWORD, "email"),
        ([*WHO[:-1], "owner", "--password-stdin"], PASSWORD, "role"),
    ],
)
def test_what_is_wrong_is_said_without_a_trace(settings, arguments: list[str], password: str, says: str) -> None:
    result = CliRunner().invoke(users_cli, arguments, input=f"{password}\n")
    assert result.exit_code != 0
    assert says in result.output
    assert "Traceback" not in result.output


def test_the_same_person_twice_is_refused(settings) -> None:
    CliRunner().invoke(users_cli, WHO)
    result = CliRunner().invoke(users_cli, WHO)
    assert result.exit_code == 1
    assert "already" in result.output


def test_a_new_password_can_be_set(open_browser, add_user) -> None:
    add_user()
    arguments = ["set-password", "agent@example.com", "--password-stdin"]
    assert CliRunner().invoke(users_cli, arguments, input="một câu khác hẳn\n").exit_code == 0
    assert open_browser().sign_in("agent@example.com", "một câu khác hẳn").status_code == 200
    assert CliRunner().invoke(users_cli, ["set-password", "x@y.z", "--password-stdin"], input="x").exit_code == 1
    assert "agent@example.com\tagent\tactive" in CliRunner().invoke(users_cli, ["list"]).output


def test_a_key_is_printed_alone_listed_and_revoked(app) -> None:
    run = CliRunner().invoke
    key = run(api_keys_cli, ["create", "crm sync", "--role", "admin"]).output
    assert key == key.strip() + "\n"
    headers = {"Authorization": f"Bearer {key.strip()}"}
    assert app.test_client().get("/api/v1/users", headers=headers).status_code == 200
    key_id, role, state, name = run(api_keys_cli, ["list"]).output.strip().split("\t")
    assert (role, state, name) == ("admin", "live", "crm sync")
    assert run(api_keys_cli, ["revoke", key_id]).exit_code == 0
    assert app.test_client().get("/api/v1/users", headers=headers).status_code == 401
    assert run(api_keys_cli, ["revoke", "key_nothing"]).exit_code == 1


@pytest.mark.parametrize(
    ("host", "is_demo", "is_fine"),
    [
        ("127.0.0.1", True, True),
        ("127.8.8.8", True, True),
        ("::1", True, True),
        ("localhost", True, True),
        ("0.0.0.0", True, False),
        ("::", True, False),
        ("", True, False),
        ("192.168.1.7", True, False),
        ("call.example.com", True, False),
        ("0.0.0.0", False, True),
    ],
)
def test_demo_accounts_stay_on_the_machine(settings: Settings, host: str, is_demo: bool, is_fine: bool) -> None:
    settings = replace(settings, is_demo=is_demo)
    if is_fine:
        check_demo_binding(settings, host)
    else:
        with pytest.raises(SettingsError, match="DEMO=0"):
            check_demo_binding(settings, host)
