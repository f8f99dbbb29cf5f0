"""Templates: used, present, and without anything that the content security policy would refuse."""

import re

import pytest

from tests.house.reading import SOURCE, modules, template_name, templates

# A mail is named once for its text and its page: queue_mail(template="room/mails/name").
MAIL = re.compile(r"""["']([a-z_]+/mails/[\w-]+)["']""")
# Mails have no style sheet, so theirs is inline: those of `mails/` and what they are made of.
MAIL_PARTS = {"outbox/mail.html", "outbox/mail.txt", "outbox/_button.html"}
NAMED = re.compile(r"""["']([a-z_]+/[\w./-]+\.(?:html|txt|xml|svg|css))["']""")
REFUSED = {
    "an inline style": re.compile(r"""\sstyle\s*="""),
    "a <style> element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an inline event handler": re.compile(r"""<[^>%]*\son[a-z]+\s*=""", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "an inline script": re.compile(
        r"""<script(?![^>]*\bsrc=)(?![^>]*type=["']application/ld\+json["'])[^>]*>""", re.IGNORECASE
    ),
    "text marked safe": re.compile(r"\|\s*safe\b"),
    "escaping switched off": re.compile(r"{%\s*autoescape\s+off"),
    "an address on another host": re.compile(r"""(?:src|action)=["']\s*(?:https?:)?//""", re.IGNORECASE),
}


def _named() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in [*modules(), *templates()]]
    mails = {name + end for text in texts for name in MAIL.findall(text) for end in (".txt", ".html")}
    return mails | {name for text in texts for name in NAMED.findall(text)}


def _is_mail(path) -> bool:
    return path.parent.name == "mails" or template_name(path) in MAIL_PARTS


def test_every_template_is_used():
    error_pages = {"400.html", "403.html", "404.html", "500.html"}
    unused = {template_name(path) for path in templates()} - _named() - error_pages - MAIL_PARTS
    assert unused == set()


def test_every_template_named_by_a_template_exists():
    texts = {path: path.read_text(encoding="utf-8") for path in templates()}
    known = {template_name(path) for path in texts}
    pattern = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
    missing = [
        f"{path.relative_to(SOURCE)} names {name}"
        for path, text in texts.items()
        for name in pattern.findall(text)
        if name not in known
    ]
    assert missing == []


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_templates_hold_nothing_that_the_policy_refuses(what):
    drawings = sorted(SOURCE.rglob("drawings/*.svg"))
    found = [
        str(path.relative_to(SOURCE))
        for path in [*templates(), *drawings]
        if REFUSED[what].search(path.read_text(encoding="utf-8"))
        and not (what == "an inline style" and _is_mail(path))
    ]
    assert found == []
