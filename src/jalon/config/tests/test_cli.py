import subprocess
import sys

import pytest

from jalon.config.cli import spoken_to_command

KNOWN = {"load_rome", "load_region", "search", "evaluate_search", "check", "check_installation", "migrate"}


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("load rome dossier", "load_rome dossier"),
        ("load region", "load_region"),
        ("search boulangere --limit 5", "search boulangere --limit 5"),
        ("evaluate search fichier.tsv", "evaluate_search fichier.tsv"),
        ("check --json", "check_installation --json"),
        ("migrate", "migrate"),
        ("load nothing", "load nothing"),
        ("", ""),
    ],
)
def test_words_become_a_command(typed, understood):
    assert spoken_to_command(typed.split(), KNOWN) == understood.split()


def test_an_unknown_command_says_so_and_fails():
    run = subprocess.run(
        [sys.executable, "-m", "jalon.config.cli", "nonsense"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "nonsense" in run.stderr
