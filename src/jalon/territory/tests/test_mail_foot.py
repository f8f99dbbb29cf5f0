"""Who writes the mails: the loaded region."""

import pytest
from tests.tiny_region import write_region

from jalon.outbox.services.footing import foot
from jalon.sources.services import load_region

pytestmark = pytest.mark.django_db


def test_mails_are_from_the_region_that_is_loaded(tmp_path):
    assert foot().name == "Jalon"
    load_region(write_region(tmp_path))
    said = foot()
    assert said.name == "Balise Petite-Île"
    assert said.lines == (
        "Région Petite-Île",
        "Par téléphone : 0262 00 00 00 (prix d'un appel local)",
        "bonjour@petite-ile.example",
    )
    assert said.answers == "bonjour@petite-ile.example"
    assert (said.accent, said.accent_ink) == ("#0b4f6c", "#ffffff")
