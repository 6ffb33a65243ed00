"""All settings of the gateway, read once at the start into one frozen object."""

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Self

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from web.mail import MAIL_ADDRESS, MailSettings, parse_mail_server
from web.school import School, SettingsError, read_school

__all__ = ["DEFAULTS", "Settings", "SettingsError", "Timing"]

# The environment variables and what holds without them; docs/settings.md explains each.
DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "PORT": "8080",
        "HOST": "127.0.0.1",
        "VAR_DIR": "var",
        "DATABASE_URL": "",
        "RATE_LIMIT": "on",
        "SECRET_KEY": "",
        "RASA_URL": "http://127.0.0.1:5005",
        "ACTIONS_URL": "http://127.0.0.1:5055",
        "KNOWLEDGE_DATABASE": "",
        "SCHOOL_FILE": "school.yml",
        "TRUSTED_PROXIES": "",
        "METRICS_TOKEN": "",
        "PUBLIC_URL": "",
        "MAIL_SERVER": "",
        "MAIL_FROM": "",
        "MAIL_TO": "",
    }
)
SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Timing:
    """How long the gateway waits, in seconds, and how much it does at once."""

    rasa_deadline: float = 8.0
    beside_help: float = 2.0
    queue_wait: float = 5.0
    check_deadline: float = 1.5
    log_patience: float = 1.5
    log_busy: float = 1.0
    body_deadline: float = 10.0
    drain: float = 10.0
    forgetting_pause: float = 60.0
    waiting_per_conversation: int = 3
    asked_at_once: int = 16


@dataclass(frozen=True)
class Settings:
    """Everything the gateway can be told from outside."""

    host: str
    port: int
    var: Path
    database_url: URL = field(repr=False)
    rate_limit: bool
    secret_key: str = field(repr=False)
    rasa_url: str
    actions_url: str
    knowledge_database: Path
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    metrics_token: str = field(repr=False)
    public_url: str
    mail: MailSettings | None
    school: School
    timing: Timing = Timing()

    @classmethod
    def from_environment(
        cls,
        environment: Mapping[str, str] = os.environ,
        *,
        folder: Path | None = None,
        rasa_url: str | None = None,
        actions_url: str | None = None,
        port: int | None = None,
    ) -> Self:
        """Read the settings; makes ``secret_key`` in VAR_DIR when no SECRET_KEY is given.

        Args:
            environment: The variables; those that are missing or empty get their default.
            folder: Where relative paths begin; the working folder if ``None``.
            rasa_url: Goes before RASA_URL, for a Rasa process that we start ourselves.
            actions_url: Goes before ACTIONS_URL, likewise.
            port: Goes before PORT.

        Raises:
            SettingsError: for a value that cannot be used; the message names the variable.
        """
        folder = folder or Path.cwd()
        given = {name: environment.get(name, "").strip() or DEFAULTS[name] for name in DEFAULTS}
        if given["RATE_LIMIT"] not in ("on", "off"):
            raise SettingsError("RATE_LIMIT must be on or off")
        var = folder / given["VAR_DIR"]
        school = read_school(folder / given["SCHOOL_FILE"])
        return cls(
            host=given["HOST"],
            port=_port(given["PORT"]) if port is None else port,
            var=var,
            database_url=_database_url(given["DATABASE_URL"], folder, var),
            rate_limit=given["RATE_LIMIT"] == "on",
            secret_key=_secret_key(given["SECRET_KEY"], var / "secret_key"),
            rasa_url=_address("RASA_URL", rasa_url or given["RASA_URL"]),
            actions_url=_address("ACTIONS_URL", actions_url or given["ACTIONS_URL"]),
            knowledge_database=folder / (given["KNOWLEDGE_DATABASE"] or var / "knowledge.sqlite"),
            trusted_proxies=_networks(given["TRUSTED_PROXIES"]),
            metrics_token=given["METRICS_TOKEN"],
            public_url=_address("PUBLIC_URL", given["PUBLIC_URL"]) if given["PUBLIC_URL"] else "",
            mail=_mail(given, school),
            school=school,
        )


def _port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 <= int(value) <= 65535:
        raise SettingsError("PORT must be a number from 0 to 65535")
    return int(value)


def _address(name: str, value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise SettingsError(f"{name} must begin with http:// or https://")
    return value.rstrip("/")


def _database_url(value: str, folder: Path, var: Path) -> URL:
    if not value:
        return URL.create("sqlite", database=str(var / "conversations.sqlite"))
    try:
        url = make_url(value)
    except ArgumentError as error:
        raise SettingsError("DATABASE_URL is not the address of a database") from error
    backend = url.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or not url.database or url.database == ":memory:":
        raise SettingsError("DATABASE_URL must begin with postgresql:// or be sqlite:///<file>")
    return url.set(database=str(folder / url.database))


def _mail(given: Mapping[str, str], school: School) -> MailSettings | None:
    if not given["MAIL_SERVER"]:
        return None
    addresses = {name: given[name] or school.contact.mail for name in ("MAIL_FROM", "MAIL_TO")}
    for name, address in addresses.items():
        if not MAIL_ADDRESS.fullmatch(address):
            raise SettingsError(f"{name} must be one mail address, such as desk@school.example")
    try:
        server = parse_mail_server(given["MAIL_SERVER"])
    except ValueError as error:
        raise SettingsError(f"MAIL_SERVER {error}") from None
    return MailSettings(server, addresses["MAIL_FROM"], addresses["MAIL_TO"])


def _networks(value: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(one.strip()) for one in value.split(",") if one.strip())
    except ValueError as error:
        raise SettingsError(
            "TRUSTED_PROXIES must be addresses or networks, separated by commas"
        ) from error


def _secret_key(value: str, path: Path) -> str:
    if not value:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                raise SettingsError(
                    f"{path.name} can be read by others; run: chmod 600 {path}"
                ) from None
        else:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
        value = path.read_text(encoding="ascii").strip()
    if len(value) < SHORTEST_SECRET:
        raise SettingsError(f"SECRET_KEY must have at least {SHORTEST_SECRET} characters")
    return value
