"""Demo accounts have printed passwords: they must stay on the machine they run on."""

import ipaddress

from contactcenter.core.settings import Settings, SettingsError


def check_demo_binding(settings: Settings, host: str) -> None:
    """Raises SettingsError when the demo is on and `host` can be reached from elsewhere.

    With DEMO=0 any host will do: demo accounts that are still there cannot sign in.
    """
    if settings.is_demo and not is_loopback(host):
        raise SettingsError(
            f"HOST={host} can be reached from other machines, and the demo's passwords are public: "
            "set DEMO=0, or HOST=127.0.0.1"
        )


def is_loopback(host: str) -> bool:
    """Whether binding to `host` keeps other machines out. Names other than localhost do not."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
