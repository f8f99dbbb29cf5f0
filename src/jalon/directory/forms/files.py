"""A file that someone sends to the directory."""

from django import forms

from jalon.directory.rules.exchange import CONTACTS, STRUCTURES
from jalon.directory.services.tables import MOST_BYTES, MOST_ROWS

WHAT = [(STRUCTURES, "Des structures"), (CONTACTS, "Des contacts")]


class ImportForm(forms.Form):
    """What the file holds, and the file."""

    quoi = forms.ChoiceField(
        label="Ce qu'il contient",
        choices=WHAT,
        error_messages={"required": "Dites ce que contient le fichier."},
    )
    fichier = forms.FileField(
        label="Le fichier",
        help_text=f"CSV ou .xlsx, {MOST_ROWS} lignes et {MOST_BYTES // 1_000_000} Mo au plus.",
        max_length=120,
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
            "max_length": "Le nom de ce fichier est trop long : raccourcissez-le.",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_fichier(self):
        sent = self.cleaned_data["fichier"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(f"Ce fichier est trop gros : {MOST_BYTES // 1_000_000} Mo au plus.")
        return sent
