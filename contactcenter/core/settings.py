"""Settings, read once from the environment (and `.env`) into one frozen value.

A missing or malformed value stops the start with the variable's name. Secrets that
nobody set are generated on first run into `instance/secrets.json` (mode 0600), never
defaulted in code.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

SIMULATED_LINE = "+842871090001"
"""The company's number at the simulated carrier."""


class SettingsError(ValueError):
    """A setting is missing or malformed; the message names the variable."""


@dataclass(frozen=True)
class TwilioSettings:
    """The first Twilio account. `api_url` replaces every *.twilio.com host (a stand-in)."""

    account_sid: str = ""
    auth_token: str = field(default="", repr=False)
    api_key_sid: str = ""
    api_key_secret: str = field(default="", repr=False)
    twiml_app_sid: str = ""
    phone_number: str = ""
    api_url: str = ""

    @property
    def is_configured(self) -> bool:
        return bool(self.account_sid and self.auth_token)


@dataclass(frozen=True)
class Settings:
    """Everything the process was told at start. URLs carry no trailing slash."""

    database_url: str
    secret_key: str = field(repr=False)
    instance_path: Path
    redis_url: str = ""
    recordings_url: str = "file:recordings"
    s3_endpoint_url: str = ""
    public_url: str = "http://127.0.0.1:5000"
    host: str = "127.0.0.1"
    port: int = 5000
    is_demo: bool = False
    default_region: str = "VN"
    timezone: str = "Asia/Ho_Chi_Minh"
    locale: str = "vi"
    log_format: str = "text"
    async_mode: str = "threading"
    runs_jobs: bool = True
    is_testing: bool = False
    trusted_proxies: int = 0
    twilio: TwilioSettings = TwilioSettings()
    simulator: TwilioSettings = TwilioSettings()
    asr_model_path: str = ""
    recording_channel_order: str = "customer_first"
    shows_monitoring: bool = True
    max_body_bytes: int = 1_000_000
    max_recording_bytes: int = 512 * 1024 * 1024
    max_file_bytes: int = 20_000_000

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_secure(self) -> bool:
        return self.public_url.startswith("https://")


_current: list[Settings] = []


def use(settings: Settings) -> Settings:
    """Make `settings` this process's own; the factory does, once."""
    _current[:] = [settings]
    return settings


def current() -> Settings:
    """The settings this process runs with."""
    if not _current:
        raise RuntimeError("no settings are in use: call use() first")
    return _current[0]


def load_settings(environ: Mapping[str, str] | None = None, root: Path | None = None) -> Settings:
    """Read the process environment over `.env` in `root`.

    Raises SettingsError naming the variable that is wrong.
    """
    root = root or Path.cwd()
    env = environ if environ is not None else {**_dotenv(root), **os.environ}
    if environ is None:
        _export_aws(env)
    instance = Path(env.get("INSTANCE_PATH") or root / "instance")
    generated = _generated_secrets(instance)
    return Settings(
        database_url=_database_url(env.get("DATABASE_URL", ""), instance),
        secret_key=env.get("SECRET_KEY") or generated["secret_key"],
        instance_path=instance,
        redis_url=env.get("REDIS_URL", ""),
        recordings_url=_recordings_url(env.get("RECORDINGS_URL") or "file:recordings", root),
        s3_endpoint_url=_url(env, "S3_ENDPOINT_URL"),
        public_url=_url(env, "PUBLIC_URL") or f"http://127.0.0.1:{_port(env)}",
        host=env.get("HOST") or "127.0.0.1",
        port=_port(env),
        is_demo=_flag(env, "DEMO", default=False),
        default_region=_one_of(env, "DEFAULT_REGION", None) or "VN",
        timezone=_timezone(env.get("TIMEZONE") or "Asia/Ho_Chi_Minh"),
        locale=_one_of(env, "LOCALE", ("vi", "en")) or "vi",
        log_format=_one_of(env, "LOG_FORMAT", ("text", "json")) or "text",
        async_mode=_one_of(env, "ASYNC_MODE", ("threading", "gevent")) or "threading",
        runs_jobs=_flag(env, "RUN_JOBS", default=True),
        trusted_proxies=_count(env, "TRUSTED_PROXIES"),
        twilio=TwilioSettings(
            account_sid=_sid(env, "TWILIO_ACCOUNT_SID", "AC"),
            auth_token=env.get("TWILIO_AUTH_TOKEN", ""),
            api_key_sid=_sid(env, "TWILIO_API_KEY_SID", "SK"),
            api_key_secret=env.get("TWILIO_API_KEY_SECRET", ""),
            twiml_app_sid=_sid(env, "TWILIO_TWIML_APP_SID", "AP"),
            phone_number=_line(env, "TWILIO_PHONE_NUMBER"),
            api_url=_url(env, "TWILIO_API_URL"),
        ),
        simulator=_simulator(generated, env),
        asr_model_path=env.get("ASR_MODEL_PATH", ""),
        recording_channel_order=_one_of(env, "RECORDING_CHANNEL_ORDER", ("customer_first", "agent_first"))
        or "customer_first",
        shows_monitoring=_flag(env, "SHOW_MONITORING", default=True),
        max_file_bytes=_megabytes(env, "MAX_FILE_MB", default=20),
    )


def _export_aws(env: Mapping[str, str]) -> None:
    """boto3 reads its credentials from the environment itself: those of `.env` must be there."""
    for name, value in env.items():
        if name.startswith("AWS_"):
            os.environ.setdefault(name, value)


def _dotenv(root: Path) -> dict[str, str]:
    return {k: v for k, v in dotenv_values(root / ".env").items() if v is not None}


def _simulator(generated: dict[str, str], env: Mapping[str, str]) -> TwilioSettings:
    """The simulated carrier speaks Twilio's protocol with an account of its own, on PORT + 1."""
    return TwilioSettings(
        account_sid=generated["simulator_account_sid"],
        auth_token=generated["simulator_auth_token"],
        phone_number=SIMULATED_LINE,
        api_url=_url(env, "SIMULATOR_URL") or f"http://127.0.0.1:{_port(env) % 65535 + 1}",
    )


def _generated_secrets(instance: Path) -> dict[str, str]:
    path = instance / "secrets.json"
    try:
        return json.loads(path.read_text())  # type: ignore[no-any-return]
    except FileNotFoundError:
        pass
    values = {
        "secret_key": secrets.token_urlsafe(48),
        "simulator_account_sid": "AC" + secrets.token_hex(16),
        "simulator_auth_token": secrets.token_hex(16),
    }
    instance.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as out:
        json.dump(values, out)
    try:
        os.link(draft, path)  # the first of two starting processes wins
    except FileExistsError:
        values = json.loads(path.read_text())
    finally:
        draft.unlink()
    return values


def _database_url(value: str, instance: Path) -> str:
    if not value:
        return f"sqlite:///{(instance / 'contactcenter.sqlite').resolve()}"
    for prefix in ("postgres://", "postgresql://"):
        if value.startswith(prefix):
            return "postgresql+psycopg://" + value.removeprefix(prefix)
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must start with sqlite:/// or postgresql://")
    return value


def _recordings_url(value: str, root: Path) -> str:
    if value.startswith("file:"):
        folder = Path(value.removeprefix("file:"))
        return f"file:{folder if folder.is_absolute() else (root / folder).resolve()}"
    if value.startswith("s3://") and urlsplit(value).netloc:
        return value.rstrip("/")
    raise SettingsError("RECORDINGS_URL must be file:<folder> or s3://<bucket>/<prefix>")


def _url(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "").rstrip("/")
    if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc):
        raise SettingsError(f"{name} must be an http(s) address")
    return value


def _port(env: Mapping[str, str]) -> int:
    value = env.get("PORT") or "5000"
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise SettingsError("PORT must be a number from 1 to 65535")
    return int(value)


def _count(env: Mapping[str, str], name: str) -> int:
    value = env.get(name) or "0"
    if not value.isdigit() or int(value) > 10:
        raise SettingsError(f"{name} must be a number from 0 to 10")
    return int(value)


def _megabytes(env: Mapping[str, str], name: str, *, default: int) -> int:
    value = env.get(name) or str(default)
    if not value.isdigit() or not 0 < int(value) <= 500:
        raise SettingsError(f"{name} must be a number of megabytes from 1 to 500")
    return int(value) * 1_000_000


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(name, "").lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value:
        raise SettingsError(f"{name} must be 1 or 0")
    return default


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...] | None) -> str:
    value = env.get(name, "")
    if value and choices and value not in choices:
        raise SettingsError(f"{name} must be one of {', '.join(choices)}")
    return value


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise SettingsError("TIMEZONE must be a name such as Asia/Ho_Chi_Minh") from error
    return value


def _line(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "").replace(" ", "")
    if value and not (value.startswith("+") and value[1:].isdigit() and 8 <= len(value) <= 16):
        raise SettingsError(f"{name} must be a number with its country, such as +842871090001")
    return value


def _sid(env: Mapping[str, str], name: str, prefix: str) -> str:
    value = env.get(name, "")
    if value and (len(value) != 34 or not value.startswith(prefix)):
        raise SettingsError(f"{name} must be {prefix} followed by 32 characters")
    return value
