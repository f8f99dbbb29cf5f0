"""A partner's calendar to take in: its address or its file."""

from collections.abc import Sequence

from django import forms

from jalon.agenda.enums import Visibility
from jalon.agenda.rules.incoming import MOST_BYTES
from jalon.agenda.services.feeds import RefusedFeedError
from jalon.directory.models import Organisation

WHO = [
    (Visibility.NETWORK, "Tout le réseau"),
    (Visibility.ORGANISATION, "Seulement les structures qui participent"),
    (Visibility.PUBLIC, "Tout le monde, après relecture si vous n'êtes pas de la coordination"),
]
FIELDS = {"address": "adresse", "content": "fichier", "visibility": "qui"}
TOO_BIG = f"Ce fichier est trop gros : {MOST_BYTES // 1_000_000} Mo au plus."


class FileForm(forms.Form):
    """A newer file of a calendar."""

    fichier = forms.FileField(
        label="Le fichier",
        help_text="Un fichier .ics, ou un export OpenAgenda .json, de 20 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".ics,.json,text/calendar,application/json"}),
        error_messages={"required": "Choisissez le fichier.", "empty": "Ce fichier est vide."},
    )

    def clean_fichier(self):
        file = self.cleaned_data.get("fichier")
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_BIG)
        return file

    def content(self) -> bytes | None:
        """Return the octets of the file; None when none was sent."""
        file = self.cleaned_data.get("fichier")
        return file.read(MOST_BYTES + 1) if file else None

    def refuse(self, refusal: RefusedFeedError) -> None:
        """Say beside its field why a calendar is refused."""
        field = FIELDS.get(refusal.field)
        self.add_error(field if field in self.fields else None, refusal.reason)


class CalendarForm(FileForm):
    """A calendar: whose, where, who will see its events."""

    structure = forms.ModelChoiceField(
        label="C'est le calendrier de",
        queryset=Organisation.objects.none(),
        empty_label="Choisissez une structure",
        error_messages={
            "required": "Choisissez la structure dont c'est le calendrier.",
            "invalid_choice": "Vous ne pouvez pas ajouter de calendrier pour cette structure.",
        },
    )
    adresse = forms.CharField(
        label="Son adresse",
        required=False,
        max_length=1100,
        help_text="Sur le site du partenaire : « s'abonner », « iCal » ou « .ics ». "
        "Jalon la relira plusieurs fois par jour.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    nom = forms.CharField(
        label="Le nom à lui donner",
        required=False,
        max_length=150,
        help_text="Sans nom, ce sera celui qu'il se donne.",
    )
    qui = forms.ChoiceField(
        label="Qui verra ces événements",
        choices=WHO,
        initial=Visibility.NETWORK,
        error_messages={"invalid_choice": "Dites qui verra ces événements."},
    )
    nouvelles = forms.BooleanField(required=False, initial=True)
    field_order = ("structure", "adresse", "fichier", "nom", "qui", "nouvelles")

    def __init__(self, *args, organisations: Sequence[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fichier"].required = False
        self.fields["fichier"].label = "Ou son fichier"
        field = self.fields["structure"]
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        self.only = organisations[0] if len(organisations) == 1 else None
        if self.only is not None:
            field.initial, field.widget = self.only.pk, forms.HiddenInput()

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("adresse")) == bool(cleaned.get("fichier")):
            self.add_error("adresse", "Donnez l'adresse du calendrier, ou son fichier : l'un des deux.")
        return cleaned
