"""What the person who installs Jalon may set, read from the environment."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

REPOSITORY = Path(__file__).resolve().parents[3]

# The plan of the national institute of geography: free, no key.
IGN_TILES = (
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=normal&FORMAT=image/png"
    "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
)


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no setting; 1, true, yes and on mean yes."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, *, default: int = 0) -> int:
    """Return a whole number from 0; what is not one counts as the default, and the checks say so."""
    value = os.environ.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() else default


def words(name: str, *, default: str = "") -> list[str]:
    """Return a comma-separated setting as a list without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def text(name: str, *, default: str = "") -> str:
    """Return a setting as it is written; set and empty is not the default."""
    return os.environ.get(name, default).strip()


def tile_hosts(tiles: str) -> list[str]:
    """Return the sources that the policy must allow for an address of map tiles; none without tiles.

    >>> tile_hosts("https://{s}.tiles.example/{z}/{x}/{y}.png")
    ['https://*.tiles.example']
    """
    parts = urlsplit(tiles.replace("{s}", "*"))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.scheme in {"http", "https"} and parts.netloc else []


def openid_connect(*, issuer: str, client: str, secret: str, name: str) -> dict[str, Any]:
    """Return the OpenID Connect provider as allauth wants it; none when one of its three settings lacks.

    Only the address is asked for: nothing else of the person is needed.
    """
    if not (issuer and client and secret):
        return {}
    app = {
        "provider_id": "oidc",
        "name": name[:40],
        "client_id": client,
        "secret": secret,
        "settings": {
            "server_url": issuer.rstrip("/"),
            "scope": ["openid", "email"],
            "oauth_pkce_enabled": True,
        },
    }
    return {"openid_connect": {"APPS": [app]}}


@dataclass(frozen=True)
class MailServer:
    """A mail server; without a host there is none. The password is in no representation."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False  # a conversation that becomes encrypted before anything is said
    tls: bool = False  # encrypted from its first byte


MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_server(url: str) -> MailServer:
    """Read `smtp+tls://user:password@host:587`; also smtp:// (in clear) and smtps://.

    What is not such an address counts as none, and the checks say so. Special characters of the user and of
    the password are written %40.
    """
    parts = urlsplit(url) if url.isprintable() else urlsplit("")
    try:
        port = parts.port or MAIL_PORTS[parts.scheme]
    except (KeyError, ValueError):
        return MailServer()
    return MailServer(
        host=parts.hostname or "",
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )


def site_host(url: str) -> str:
    """Return the name in the site's address.

    >>> site_host("https://orientation.example/")
    'orientation.example'
    """
    return urlsplit(url).hostname or "localhost"


def folder(name: str, *, default: Path) -> Path:
    """Return a folder setting as an absolute path."""
    return Path(os.environ.get(name) or default).expanduser().resolve()


def secret_key(home: Path) -> str:
    """Return JALON_SECRET_KEY, or the key kept in the state folder, made on first use."""
    if key := os.environ.get("JALON_SECRET_KEY"):
        return key
    path = home / "secret-key"
    home.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
