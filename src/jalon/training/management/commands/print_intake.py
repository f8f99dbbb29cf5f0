"""`jalon print intake 2027-09`: the booklet of an intake, for the site or as a file."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jalon.territory.selectors import current_region
from jalon.training.rules.intakes import PARAMETERS
from jalon.training.selectors import intakes
from jalon.training.services.publishing import Publication, make_intake_pdf, pdf_lack

POLITE = 10  # the site comes first


class Command(BaseCommand):
    help = "Met en page le livret d'une rentrée (PDF)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("intake", help="la rentrée, par exemple 2027-09")
        for name in PARAMETERS:
            parser.add_argument(f"--{name}", default="", help="comme dans l'adresse de la page")
        parser.add_argument(
            "--origin", default="", help="début des adresses, par exemple https://site.example"
        )
        parser.add_argument("--output", type=Path, help="fichier à écrire ; sans lui, le site le garde")

    def handle(self, *args: object, **options: str) -> None:
        os.nice(POLITE)
        today = timezone.localdate()
        intake = intakes.listed_intake(options["intake"], today)
        if intake is None:
            raise CommandError(f"{options['intake']} n'est pas une rentrée qui a une page aujourd'hui")
        sheet = intakes.sheet(intake, intakes.read_address(lambda name: options[name]), today=today)
        publication = Publication(sheet, current_region(), today, options["origin"].rstrip("/"))
        if lack := pdf_lack(publication):
            raise CommandError(lack)
        made = make_intake_pdf(publication)
        if made is None:
            raise CommandError("un autre livret est en cours : attendez qu'il finisse, puis relancez")
        if options["output"]:
            options["output"].write_bytes(made)
        self.stdout.write(f"{intake.name} : {len(sheet.lines)} formations, {len(made) // 1024} ko")
