"""Mails made of templates: the subject is the first line, the text is not escaped, the page is."""

import pytest
from django.template import engines

from jalon.outbox.models import Message
from jalon.outbox.services import Foot, declare_foot, footing, queue_mail, site_address

pytestmark = pytest.mark.django_db

TEXT = """{% extends "outbox/mail.txt" %}{% block subject %}Invitation de {{ name }}{% endblock %}
{% block body %}{{ name }} vous invite : {{ url }}{% endblock %}"""
PAGE = """{% extends "outbox/mail.html" %}{% block content %}<p>{{ name }} vous invite.</p>
{% include "outbox/_button.html" with words="Accepter" %}{% endblock %}"""


@pytest.fixture
def templates(monkeypatch):
    """Put two templates under the name `room/mails/hello`."""
    made = {"room/mails/hello.txt": TEXT, "room/mails/hello.html": PAGE}
    engine = engines["django"]

    monkeypatch.setattr(
        "jalon.outbox.services.queueing.get_template", lambda name: engine.from_string(made[name])
    )
    monkeypatch.setattr(
        "jalon.outbox.services.queueing.render_to_string",
        lambda name, context: engine.from_string(made[name]).render(context),
    )


@pytest.fixture
def written_by(monkeypatch):
    monkeypatch.setattr(footing, "_feet", [])
    declare_foot(lambda: Foot("Étape", ("Une question ? aide@etape.example",)))


def test_a_mail_is_written_in_text_and_as_a_page(templates, written_by):
    context = {"name": "L'été & <Ana>", "url": "https://site.example/i/1?a=1&b=2"}
    assert queue_mail(key="i1", to="a@b.example", template="room/mails/hello", context=context)
    message = Message.objects.get()
    assert message.subject == "Invitation de L'été & <Ana>"
    assert "L'été & <Ana> vous invite : https://site.example/i/1?a=1&b=2" in message.text
    assert "aide@etape.example" in message.text
    assert "aide@etape.example" in message.html
    assert "<Ana>" not in message.html
    assert "L&#x27;été &amp; &lt;Ana&gt; vous invite." in message.html
    assert 'href="https://site.example/i/1?a=1&amp;b=2"' in message.html
    assert "Ne plus recevoir" not in message.text + message.html


def test_a_mail_that_can_be_stopped_says_how(templates, written_by):
    queue_mail(
        key="i1",
        to="a@b.example",
        template="room/mails/hello",
        context={"name": "Ana", "url": "https://x.example"},
        unsubscribe="https://site.example/stop/1",
    )
    message = Message.objects.get()
    assert message.unsubscribe == "https://site.example/stop/1"
    assert "https://site.example/stop/1" in message.text
    assert 'href="https://site.example/stop/1"' in message.html


def test_a_subject_stays_on_its_line(templates, written_by):
    context = {"name": "Ana\nBcc: x@y.example", "url": "https://x.example"}
    queue_mail(key="i1", to="a@b.example", template="room/mails/hello", context=context)
    assert Message.objects.get().subject == "Invitation de Ana"


def test_an_address_of_the_site_is_whole(settings):
    settings.SITE_URL = "https://orientation.example"
    assert site_address("/invitation/x/") == "https://orientation.example/invitation/x/"
