"""Django system checks: settings that would misuse Jalon. Django runs them with most commands."""

import os
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LOCAL = {"127.0.0.1", "localhost", "[::1]", "testserver"}
KNOWN_SETTINGS = {
    *("JALON_ALLOWED_HOSTS", "JALON_DEBUG", "JALON_HOME", "JALON_HTTPS", "JALON_PROXIES", "JALON_REGION"),
    *("JALON_MAIL_FOLDER", "JALON_MAIL_FROM", "JALON_SECRET_KEY", "JALON_SITE_URL", "JALON_SMTP_URL"),
    *("JALON_OIDC_CLIENT_ID", "JALON_OIDC_CLIENT_SECRET", "JALON_OIDC_ISSUER", "JALON_OIDC_NAME"),
    "JALON_CHROMIUM",  # read by script/test and script/bench
}
SHORTEST_KEY = 50


@register(Tags.security)
def check_settings(**options: Any) -> list[CheckMessage]:
    """Refuse what is unsafe or not supported; warn of what is probably a mistake."""
    public = set(settings.ALLOWED_HOSTS) - LOCAL
    found: list[CheckMessage] = []
    if settings.DEBUG and public:
        hosts = ", ".join(sorted(public))
        found.append(
            Error(
                f"JALON_DEBUG est actif alors que le site sert {hosts}",
                hint="retirez JALON_DEBUG : les pages d'erreur montreraient la configuration",
                id="jalon.E001",
            )
        )
    if not settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "JALON_ALLOWED_HOSTS est vide", hint="donnez le nom du site, ou retirez-le", id="jalon.E002"
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Warning(
                "JALON_ALLOWED_HOSTS accepte tout nom de site", hint="donnez les vrais noms", id="jalon.W001"
            )
        )
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        found.append(
            Error(
                f"JALON_SECRET_KEY a moins de {SHORTEST_KEY} caractères",
                hint="retirez-la (Jalon en garde une dans JALON_HOME) ou donnez-en une plus longue",
                id="jalon.E003",
            )
        )
    if not settings.DATABASES["default"]["ENGINE"].endswith(("sqlite3", "postgresql")):
        found.append(
            Error(
                "DATABASE_URL désigne une base que Jalon ne connaît pas",
                hint="sqlite:///… ou postgres://…",
                id="jalon.E004",
            )
        )
    if (proxies := os.environ.get("JALON_PROXIES", "").strip()) and proxies != str(settings.JALON_PROXIES):
        found.append(
            Warning(
                f"JALON_PROXIES vaut « {proxies} » : un nombre est attendu",
                hint="0 sans proxy, 1 derrière un proxy qui remplit X-Forwarded-For",
                id="jalon.W004",
            )
        )
    elif getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and not settings.JALON_PROXIES:
        found.append(
            Warning(
                "JALON_HTTPS est actif sans JALON_PROXIES",
                hint="donnez le nombre de proxys qui remplissent X-Forwarded-For (le plus souvent 1) : sans "
                "lui, les essais de connexion de tout le monde comptent ensemble",
                id="jalon.W003",
            )
        )
    found += _mail_problems(public=bool(public))
    unknown = sorted(name for name in os.environ if name.startswith("JALON_") and name not in KNOWN_SETTINGS)
    if unknown:
        found.append(
            Warning(
                f"variables d'environnement inconnues : {', '.join(unknown)}",
                hint="vérifiez leur nom dans docs/installation.md",
                id="jalon.W002",
            )
        )
    return found


def _mail_problems(*, public: bool) -> list[CheckMessage]:
    """Say what would keep mails from leaving, or lead their readers nowhere."""
    found: list[CheckMessage] = []
    if os.environ.get("JALON_SMTP_URL", "").strip() and not settings.EMAIL_HOST:
        found.append(
            Error(
                "JALON_SMTP_URL n'est pas l'adresse d'un serveur de courrier",
                hint="smtp+tls://nom:motdepasse@serveur:587, smtps:// ou smtp:// ; « @ » s'y écrit %40",
                id="jalon.E005",
            )
        )
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    given = bool(os.environ.get("JALON_MAIL_FROM", "").strip())
    if given and not _is_address(sender):
        found.append(
            Error(
                "JALON_MAIL_FROM n'est pas une adresse",
                hint="écrivez « Nom du service <adresse@domaine> »",
                id="jalon.E006",
            )
        )
    if settings.EMAIL_HOST and not given:
        found.append(
            Warning(
                f"JALON_MAIL_FROM est absent : les messages partent de {sender}",
                hint="donnez une adresse de votre domaine, que le serveur de courrier accepte",
                id="jalon.W006",
            )
        )
    if not settings.SITE_URL.startswith(("https://", "http://")):
        found.append(
            Error("JALON_SITE_URL n'est pas une adresse", hint="https:// et le nom du site", id="jalon.E007")
        )
    elif public and settings.EMAIL_HOST and "JALON_SITE_URL" not in os.environ:
        found.append(
            Warning(
                "JALON_SITE_URL est absent : les liens des messages ne mèneraient nulle part",
                hint="donnez https:// et le nom du site",
                id="jalon.W005",
            )
        )
    return found


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


@register(Tags.security)
def check_openid_connect(**options: Any) -> list[CheckMessage]:
    """Say what would keep people from signing in with another organisation, or let others in."""
    given = {
        name: os.environ.get(name, "").strip()
        for name in ("JALON_OIDC_ISSUER", "JALON_OIDC_CLIENT_ID", "JALON_OIDC_CLIENT_SECRET")
    }
    missing = [name for name, value in given.items() if not value]
    found: list[CheckMessage] = []
    if missing and len(missing) < len(given):
        found.append(
            Error(
                f"connexion par un autre organisme : il manque {', '.join(missing)}",
                hint="donnez les trois, ou aucune",
                id="jalon.E008",
            )
        )
    issuer = urlsplit(given["JALON_OIDC_ISSUER"])
    if given["JALON_OIDC_ISSUER"] and issuer.scheme != "https" and issuer.hostname not in LOCAL:
        found.append(
            Error(
                "JALON_OIDC_ISSUER n'est pas une adresse https://",
                hint="sans https, n'importe qui sur le chemin pourrait se connecter à la place des autres",
                id="jalon.E009",
            )
        )
    return found
