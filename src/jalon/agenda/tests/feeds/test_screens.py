"""The screens of partners' calendars: what they say, what they keep, in how many queries."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests import factories
from tests.readonly import readonly

from jalon.agenda.enums import FeedItemState
from jalon.agenda.models import Event, Feed
from jalon.agenda.services.feeds import take_all
from jalon.agenda.tests.feeds.partner import ADDRESS, CAFE, FORUM, event, ics
from jalon.directory.enums import Role
from jalon.ui.services.attempts import forget_every_attempt

pytestmark = pytest.mark.django_db
LIST = "/equipe/agenda/calendriers/"
FAR = "20900301"


@pytest.fixture
def ana(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def far(partner):
    """Put the partner's events far ahead: these screens know what day it is."""
    partner.content = ics(
        event("forum", "Forum de Tours", day=FAR), event("cafe", "Café des parents", day=FAR)
    )
    return partner


def look(ana, **more) -> Feed:
    """Add a calendar by the form."""
    sent = {"structure": "", "adresse": ADDRESS, "qui": "network", "nouvelles": "on"}
    sent["structure"] = str(factories.Organisation.objects.get(name="CRIA").pk)
    response = ana.post(f"{LIST}ajouter/", sent | more)
    assert response.status_code == 302, response.content.decode()
    feed = Feed.objects.latest("pk")
    assert response.headers["Location"] == f"{LIST}{feed.pk}/choisir/"
    return feed


def text(response) -> str:
    return " ".join(response.content.decode().split()).replace("\u202f", " ").replace("\u00a0", " ")


def test_from_an_empty_list_to_events_in_the_calendar(ana, far):
    assert "Aucun calendrier pour l'instant" in text(ana.get(LIST)).replace("&#x27;", "'")
    feed = look(ana)
    page = text(ana.get(f"{LIST}{feed.pk}/choisir/"))
    assert "2 événements attendent votre choix" in page
    assert "Rien n'est encore dans l'agenda" in page.replace("&#x27;", "'")
    assert "mercredi 1er mars 2090, de 14 h à 16 h" in page
    response = ana.post(f"{LIST}{feed.pk}/choisir/", {"tout": "1"}, follow=True)
    assert "Ce que vous avez repris est dans l" in text(response)
    assert Event.objects.count() == 2
    assert "2 événements repris" in text(ana.get(LIST))


def test_a_file_is_as_good_as_an_address(ana, partner):
    file = SimpleUploadedFile("agenda.ics", ics(event("forum", "Forum", day=FAR)), "text/calendar")
    feed = look(ana, adresse="", fichier=file)
    assert feed.address == ""
    ana.post(f"{LIST}{feed.pk}/choisir/", {"tout": "1"})
    page = text(ana.get(f"{LIST}{feed.pk}/"))
    assert "dans un fichier" in page
    assert "Une version plus récente ?" in page
    newer = SimpleUploadedFile("agenda.ics", ics(event("forum", "Grand forum", day=FAR)), "text/calendar")
    ana.post(f"{LIST}{feed.pk}/fichier/", {"fichier": newer})
    assert Event.objects.get().title == "Grand forum"
    wrong = SimpleUploadedFile("photo.png", b"\x89PNG", "image/png")
    assert "ni un calendrier" in text(ana.post(f"{LIST}{feed.pk}/fichier/", {"fichier": wrong}))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"adresse": ""}, "l'un des deux"),
        ({"adresse": "agenda.example"}, "commencer par https://"),
        ({"adresse": "http://agenda.example:22/"}, "port 22"),
        ({"adresse": ADDRESS, "qui": "zzz"}, "Dites qui verra"),
        ({"adresse": ADDRESS, "structure": "zzz"}, "pour cette structure"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(ana, partner, body, sent, said):
    values = {"structure": body.pk, "qui": "network", "nom": "Agenda & moi"} | sent
    page = text(ana.post(f"{LIST}ajouter/", values)).replace("&#x27;", "'")
    assert "<title>Erreur" in page
    assert said in page
    assert "Agenda &amp; moi" in page
    assert Feed.objects.count() == 0


def test_someone_else_s_structure_is_not_offered(ana, partner, body):
    other = factories.organisation("Autre")
    values = {"structure": other.pk, "adresse": ADDRESS, "qui": "network"}
    assert "pour cette structure" in text(ana.post(f"{LIST}ajouter/", values))
    assert Feed.objects.count() == 0


def test_nothing_inside_is_ever_asked(ana, body):
    """The real way out, without any partner's site in its place."""
    for address in ("http://127.0.0.1/", "http://localhost/", "http://169.254.169.254/latest/meta-data/"):
        page = text(ana.post(f"{LIST}ajouter/", {"structure": body.pk, "adresse": address, "qui": "network"}))
        assert "réseau privé" in page
    assert Feed.objects.count() == 0


def test_looking_again_and_again_is_slowed_down(ana, partner, body):
    forget_every_attempt()
    partner.refusal = "Non."
    values = {"structure": body.pk, "adresse": ADDRESS, "qui": "network"}
    pages = [text(ana.post(f"{LIST}ajouter/", values)) for _ in range(21)]
    assert "quart d" in pages[-1]
    assert "quart d" not in pages[-2]
    assert len(partner.asked) == 20
    forget_every_attempt()


def test_each_choice_is_done(ana, far):
    feed = look(ana)
    forum, cafe = feed.items.order_by("title")[1], feed.items.order_by("title")[0]
    ana.post(f"{LIST}{feed.pk}/choisir/", {f"choix-{forum.pk}": "prendre", f"choix-{cafe.pk}": "laisser"})
    assert Event.objects.get().title == "Forum de Tours"
    assert feed.items.get(uid="cafe").state == FeedItemState.LEFT_OUT


def test_what_changed_and_what_is_gone_is_shown(ana, far, editor):
    feed = look(ana)
    take_all(actor=editor, now=timezone.now(), feed=feed)
    Feed.objects.update(read_at=None)
    far.content = ics(event("forum", "Forum de Blois", day=FAR), event("x", "Sans date", "DTSTART:hier"))
    response = ana.post(f"{LIST}{feed.pk}/lire/", follow=True)
    page = text(response)
    assert "Le calendrier vient d&#x27;être lu." in page
    assert "Mis à jour : Titre." in page
    assert "Café des parents" in page
    assert "1 événement ne peut pas être lu" in page
    assert "1 événement attend votre choix" in page
    choices = text(ana.get(f"{LIST}{feed.pk}/choisir/"))
    assert "n'y est plus" in choices.replace("&#x27;", "'")
    item = feed.items.get(uid="cafe")
    ana.post(f"{LIST}{feed.pk}/choisir/", {f"choix-{item.pk}": "annuler"})
    assert Event.objects.get(uid="cafe").state == "cancelled"


def test_reading_at_once_again_waits(ana, far, editor):
    feed = look(ana)
    take_all(actor=editor, now=timezone.now(), feed=feed)
    asked = len(far.asked)
    assert "Réessayez dans une minute" in text(ana.post(f"{LIST}{feed.pk}/lire/", follow=True))
    assert len(far.asked) == asked


def test_pause_resume_and_stop(ana, far, editor):
    feed = look(ana)
    take_all(actor=editor, now=timezone.now(), feed=feed)
    assert "en pause" in text(ana.post(f"{LIST}{feed.pk}/pause/", follow=True))
    assert "sera relu" in text(ana.post(f"{LIST}{feed.pk}/relancer/", follow=True))
    assert "Il manque votre choix" in text(ana.post(f"{LIST}{feed.pk}/arreter/"))
    response = ana.post(f"{LIST}{feed.pk}/arreter/", {"evenements": "retirer"}, follow=True)
    assert "plus lu" in text(response)
    assert Event.objects.count() == Feed.objects.count() == 0


def test_the_secret_of_an_address_stays_off_the_pages(ana, far, client):
    feed = look(ana, adresse="https://agenda.example/prive-s3cret/a.ics?cle=s3cret")
    for path in ("", f"{feed.pk}/", f"{feed.pk}/choisir/", f"{feed.pk}/arreter/"):
        assert "s3cret" not in text(ana.get(f"{LIST}{path}"))


def test_titles_that_are_code_are_only_text(ana, partner):
    partner.content = ics(
        event("x", "<script>alert(1)</script>", "LOCATION:<img src=x>", day=FAR), name="<b>x</b>"
    )
    feed = look(ana)
    for path in ("", f"{feed.pk}/", f"{feed.pk}/choisir/"):
        page = text(ana.get(f"{LIST}{path}"))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>x</b>" not in page


def test_pages_are_read_in_few_queries(ana, partner, django_assert_max_num_queries, editor, body):
    partner.content = ics(*(event(str(number), f"Atelier {number}", day=FAR) for number in range(120)))
    feed = look(ana)
    for number in range(5):
        Feed.objects.create(
            organisation=body,
            name=f"Autre {number}",
            kind="icalendar",
            added_by=editor,
            added_at=timezone.now(),
        )
    with readonly(), django_assert_max_num_queries(10):
        assert text(ana.get(LIST)).count("à choisir") == 6
    with readonly(), django_assert_max_num_queries(12):
        page = text(ana.get(f"{LIST}{feed.pk}/choisir/?page=2"))
    assert page.count("<select") == 50
    assert "Reprendre les 120 d" in page
    with readonly(), django_assert_max_num_queries(12):
        ana.get(f"{LIST}{feed.pk}/")


def test_a_coordinator_elsewhere_and_a_member_see_nothing_of_it(client, ana, far, body):
    feed = look(ana)
    other = factories.account("eve@autre.example", is_staff=False)
    factories.membership(other, Role.COORDINATOR, territory=factories.territory("Ailleurs"))
    client.force_login(other)
    assert feed.name not in text(client.get(LIST))
    assert client.get(f"{LIST}{feed.pk}/").status_code == 403
    member = factories.account("bob@cria.example", is_staff=False)
    factories.membership(member, Role.PARTNER_MEMBER, organisation=body)
    client.force_login(member)
    assert client.get(LIST).status_code == 403
    assert reverse("agenda:partner_calendars") == LIST


def test_past_events_are_only_counted(ana, partner):
    partner.content = ics(event("vieux", "Ancien", day="20200101"), FORUM.replace("2026", "2090"), CAFE)
    feed = look(ana)
    assert "Ancien" not in text(ana.get(f"{LIST}{feed.pk}/choisir/"))
    assert "pas repris" in text(ana.get(f"{LIST}{feed.pk}/"))
