"""Knowing the organisation that people may sign in with."""

import os

import pytest
from django.core.checks import run_checks

from jalon.config.environment import openid_connect


def test_the_provider_is_told_to_allauth_with_the_least():
    given = {"issuer": "https://id.example/", "client": "jalon", "secret": "z", "name": "ProConnect"}
    (app,) = openid_connect(**given)["openid_connect"]["APPS"]
    assert (app["provider_id"], app["name"], app["client_id"], app["secret"]) == (
        "oidc",
        "ProConnect",
        "jalon",
        "z",
    )
    assert app["settings"] == {
        "server_url": "https://id.example",
        "scope": ["openid", "email"],
        "oauth_pkce_enabled": True,
    }


@pytest.mark.parametrize("lacking", ["issuer", "client", "secret"])
def test_without_one_of_its_three_settings_there_is_none(lacking):
    given = {"issuer": "https://id.example/", "client": "jalon", "secret": "z", "name": "ProConnect"}
    assert openid_connect(**given | {lacking: ""}) == {}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"ISSUER": "https://id.example"}, "il manque JALON_OIDC_CLIENT_ID, JALON_OIDC_CLIENT_SECRET"),
        ({"ISSUER": "http://id.example", "CLIENT_ID": "a", "CLIENT_SECRET": "b"}, "pas une adresse https"),
        ({"ISSUER": "https://id.example", "CLIENT_ID": "a", "CLIENT_SECRET": "b"}, ""),
        ({}, ""),
    ],
)
def test_settings_that_would_not_work_are_said(monkeypatch, given, found):
    for name in [name for name in os.environ if name.startswith("JALON_OIDC_")]:
        monkeypatch.delenv(name)
    for name, value in given.items():
        monkeypatch.setenv(f"JALON_OIDC_{name}", value)
    said = [one.msg for one in run_checks(tags=["security"]) if one.id in {"jalon.E008", "jalon.E009"}]
    assert bool(said) == bool(found)
    assert all(found in one for one in said)
