"""A region's programmes: what is wrong is said with its line; what is right is kept and stays fresh."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.tiny_region import write_region

from jalon.sources.models import Source
from jalon.sources.rules import RefusedDataError
from jalon.sources.services import load_region, stale_parts
from jalon.training.models import Action, Feed, Programme, Session

pytestmark = pytest.mark.django_db

PROVIDERS = """\
- slug: ecole
  name: École de la canne
  commune: "97416"
  phone: 02 61 91 00 02
  website: https://ecole.example/
  access: Accessible en fauteuil roulant.
  demonstration: true
"""
WAYS = """\
- name: adultes
  modes: [adult]
  rhythms: [full]
  funding: [region]
  registration: {opens: 90, closes: 10}
- name: vae
  modes: [vae]
  permanent: true
  months: 6
"""
PROGRAMMES = """\
- slug: planteur
  title: Planteur de canne
  certifications: [RNCP1]
  level_in: 0
  level: 3
  rome: [A1416]
  objective: Vous apprenez à cultiver la canne.
  content: [Planter, Couper]
  leads_to: Planteur.
  ways:
    - {as: adultes, at: ecole, months: 4, price: 0, sessions: [{yearly: [02-01, 09-01], seats: 12}]}
    - {as: adultes, at: ecole, commune: "97411", days: 10, sessions: [{weeks: 6, next_one: full}]}
    - {as: vae, at: ecole}
"""


def write_training(parent, *, providers=("", ""), ways=("", ""), programmes=("", "")):
    """Write a tiny region with programmes; each pair puts its second text in place of the first."""
    folder = write_region(parent)
    where = folder / "training"
    (where / "programmes").mkdir(parents=True)
    for name, text, change in [
        ("providers.yaml", PROVIDERS, providers),
        ("ways.yaml", WAYS, ways),
        ("programmes/canne.yaml", PROGRAMMES, programmes),
    ]:
        assert change[0] in text
        (where / name).write_text(text.replace(*change, 1), encoding="utf-8")
    return folder


def test_a_programme_is_kept_with_its_ways_and_its_coming_intakes(tmp_path):
    load_region(write_training(tmp_path))
    programme = Programme.objects.seen().get()
    assert (programme.title, programme.level_out, programme.rome_codes) == ("Planteur de canne", 3, ["A1416"])
    assert programme.feed.source.slug == "region-petite-ile-formations"
    away, home, vae = Action.objects.order_by("-place__town", "permanent")[:3]
    assert {away.place.town, home.place.town} == {"Port-Clair", "Anse-Bleue"}
    assert (vae.permanent, vae.accessible, vae.sessions.count()) == (True, True, 0)
    today = timezone.localdate()
    starts = sorted(Session.objects.values_list("start", flat=True))
    assert starts[0] <= today < starts[-1]
    following = away.sessions.filter(start__gt=today).order_by("start").first()
    assert (following.recruitment, following.end >= following.start) == ("full", True)


def test_the_same_day_nothing_changes_and_nothing_is_stale(tmp_path):
    folder = write_training(tmp_path)
    load_region(folder)
    assert not load_region(folder).changed
    assert stale_parts(timezone.localdate()) == []


def test_the_next_day_the_part_is_stale_until_the_folder_is_loaded_again(tmp_path):
    folder = write_training(tmp_path)
    load_region(folder)
    Feed.objects.update(loaded_on=timezone.localdate() - timedelta(days=1))
    assert stale_parts(timezone.localdate()) == ["training"]
    load_region(folder)
    assert stale_parts(timezone.localdate()) == []


def test_a_folder_without_programmes_is_never_stale_and_closes_those_it_had(tmp_path):
    folder = write_training(tmp_path)
    load_region(folder)
    (folder / "training" / "programmes" / "canne.yaml").unlink()
    load_region(folder)
    assert not Programme.objects.seen().exists()
    assert Programme.objects.ever_seen().exists()


def test_a_region_without_the_folder_makes_no_source(tmp_path):
    load_region(write_region(tmp_path))
    assert not Source.objects.filter(family="region-training").exists()
    assert stale_parts(date(2100, 1, 1)) == []


def test_another_region_removes_the_catalogue(tmp_path):
    load_region(write_training(tmp_path))
    other = write_region(tmp_path, slug="autre-ile", region=("slug: petite-ile", "slug: autre-ile"))
    load_region(other, replace=True)
    assert not Programme.objects.exists()
    assert not Source.objects.filter(family="region-training").exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"programmes": ("at: ecole", "at: lycee")}, "canne.yaml, ligne 10, ways.1.at : organisme inconnu"),
        ({"programmes": ("as: adultes", "as: soir")}, "ways.1.as : façon inconnue"),
        ({"programmes": ('"97411"', '"97410"')}, "97410 est un code postal, pas un code INSEE"),
        ({"programmes": ("months: 4, ", "")}, "ways.1.months : dites combien de temps elle dure"),
        ({"programmes": ("days: 10, ", "days: 10, months: 1, ")}, "une durée se dit en months ou en days"),
        ({"programmes": ("{weeks: 6, next", "{weeks: 6, monthly: 3, next")}, "dites une seule fois quand"),
        ({"programmes": ("02-01", "02-31")}, "un jour de l'année MM-JJ est attendu"),
        ({"programmes": ("level: 3", "level: 9")}, "level : valeur inconnue"),
        ({"programmes": ("A1416]", "canne]")}, "rome.1 : forme inattendue"),
        ({"programmes": ("  content", "  contenu: []\n  content")}, "contenu : champ inconnu"),
        ({"programmes": ("- slug: planteur", "- slug: planteur\n  slug: x")}, "« slug » écrit deux fois"),
        ({"ways": ("permanent: true", "permanent: false")}, "ways.3.sessions : dites quand elle commence"),
        ({"ways": ("opens: 90", "opens: 5")}, "compte plus de jours avant le début"),
        ({"ways": ("- name: vae", "- name: adultes")}, "« adultes » est déjà à la ligne 1"),
        ({"providers": ("97416", "97499")}, "commune inconnue"),
        ({"providers": ("02 61 91", "02 47 91")}, "que des numéros de fiction"),
        ({"providers": ("ecole.example/", "ecole.fr/")}, "que des adresses en .example"),
        ({"providers": ("  phone", "  latitude: -21.3\n  phone")}, "latitude et longitude vont ensemble"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, changes, reason):
    folder = write_training(tmp_path, **changes)
    with pytest.raises(RefusedDataError) as refusal:
        load_region(folder)
    assert reason in str(refusal.value)
    assert not Programme.objects.exists()
