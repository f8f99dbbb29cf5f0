"""An event as people write it: one form to add and to change."""

from collections.abc import Mapping
from typing import Any

from django import forms

from jalon.agenda.enums import Audience, EventKind, Visibility
from jalon.agenda.models import Event
from jalon.agenda.rules.facts import EventFacts
from jalon.agenda.rules.quick import Understood
from jalon.agenda.rules.schedule import SlotFacts, rule_refusal
from jalon.agenda.services import RefusedEventError
from jalon.directory.models import Organisation
from jalon.territory.models import Territory
from jalon.territory.selectors import commune_by_code, communes_by_text

WHO = [
    (Visibility.PUBLIC, "Tout le monde"),
    (Visibility.NETWORK, "Tout le réseau"),
    (Visibility.ORGANISATION, "Les structures qui participent"),
    (Visibility.DRAFT, "Brouillon : votre structure seulement"),
]
# Field of the facts → field of the form, where a service's refusal is shown.
SHOWN_BESIDE = {
    "title": "titre",
    "kind": "type",
    "slots": "du",
    "commune": "commune",
    "place_name": "lieu",
    "address": "adresse",
    "link": "lien",
    "summary": "resume",
    "description": "description",
    "registration_link": "inscription",
    "registration_until": "inscription_jusqu",
    "contact": "contact",
    "audiences": "publics",
    "visibility": "qui",
}
DAY = {"type": "date"}
HOUR = {"type": "time"}
NO_DAY = {"required": "Dites quel jour.", "invalid": "Ce jour n'existe pas. Écrivez-le comme 24/11/2026."}
NO_HOUR = {"invalid": "Cette heure n'existe pas. Écrivez-la comme 14:30."}


def _day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=widget, error_messages=NO_DAY
    )


def _hour(label: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs=HOUR, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, error_messages=NO_HOUR)


def _line(label: str, most: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=most, help_text=help_text)


class EventForm(forms.Form):
    """Fields stand in the order in which one thinks of them: what, when, where, for whom, who sees it."""

    titre = forms.CharField(
        label="Titre", max_length=200, error_messages={"required": "Donnez un titre à l'événement."}
    )
    type = forms.ChoiceField(label="Type", choices=[("", "Choisissez"), *EventKind.choices])
    du = _day("Jour", required=True)
    debut = _hour("De")
    fin = _hour("À")
    au = _day("Jusqu'au", help_text="Seulement s'il dure plusieurs jours.")
    regle = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput())
    commune = _line("Commune", 100, "Son nom ou son code postal.")
    lieu = _line("Lieu", 200, "Par exemple « Salle des fêtes ».")
    adresse = _line("Adresse", 200)
    lien = _line("Lien pour suivre à distance", 500)
    publics = forms.MultipleChoiceField(
        label="Pour qui", required=False, choices=Audience.choices, widget=forms.CheckboxSelectMultiple()
    )
    structure = forms.ModelChoiceField(
        label="Qui l'organise",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="La coordination ou la Région",
        error_messages={"invalid_choice": "Vous ne pouvez pas publier pour cette structure."},
    )
    territoires = forms.ModelMultipleChoiceField(
        label="Territoires",
        queryset=Territory.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text="Aucun : toute la région.",
    )
    resume = _line("En une phrase", 300, "Ce que l'on y fait, en mots simples.")
    description = forms.CharField(
        label="Description", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    contact = _line("Une question : qui contacter", 200)
    inscription = _line("Lien d'inscription", 500)
    inscription_jusqu = _day("Inscriptions jusqu'au")
    qui = forms.ChoiceField(label="Qui le voit", choices=WHO, initial=Visibility.NETWORK)

    def __init__(self, *args: Any, organisations: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["structure"].queryset = organisations

    def clean_commune(self) -> str:
        """Return the code of the one commune that was typed; "" for none."""
        typed = self.cleaned_data.get("commune", "").strip()
        if not typed:
            return ""
        known = commune_by_code(typed)
        found = [known] if known else communes_by_text(typed)
        if len(found) == 1:
            return found[0].insee_code
        names = ", ".join(f"{one.name} ({one.departement_id})" for one in found[:5])
        raise forms.ValidationError(
            f"Plusieurs communes ressemblent : {names}. Écrivez son code postal."
            if found
            else "Nous ne connaissons pas cette commune de la région."
        )

    def clean_regle(self) -> str:
        """Return the rule of a repetition, refused in words when it is not one."""
        rule = self.cleaned_data.get("regle", "")
        if rule and (reason := rule_refusal(rule)):
            raise forms.ValidationError(reason)
        return rule

    def slot(self) -> SlotFacts:
        """Return the days and hours that were written."""
        said = self.cleaned_data
        return SlotFacts(said["du"], said["debut"], said["au"] or said["du"], said["fin"], said["regle"])

    def facts(self, before: EventFacts) -> EventFacts:
        """Return the event's values: those of the form, and what it does not ask for as it was."""
        said = self.cleaned_data
        place = said["structure"]
        return EventFacts(
            **{
                **before.__dict__,
                "title": said["titre"],
                "kind": said["type"],
                "visibility": said["qui"],
                "commune": said["commune"] or None,
                "place_name": said["lieu"],
                "address": said["adresse"],
                "link": said["lien"],
                "audiences": tuple(said["publics"]),
                "organisation": place.pk if place else None,
                "territories": tuple(one.pk for one in said["territoires"]),
                "summary": said["resume"],
                "description": said["description"],
                "contact": said["contact"],
                "registration_link": said["inscription"],
                "registration_until": said["inscription_jusqu"],
            }
        )

    def refuse(self, refusal: RefusedEventError) -> None:
        """Say beside its field why something is refused."""
        for field, reason in refusal.reasons.items():
            shown = SHOWN_BESIDE.get(field)
            self.add_error(shown if shown in self.fields else None, reason)


def _said_days(slot: SlotFacts | None) -> dict[str, Any]:
    """Return what the form shows of days and hours; nothing without any."""
    if slot is None:
        return {}
    return {
        "du": slot.first_day,
        "debut": slot.start,
        "fin": slot.end,
        "au": slot.last_day if slot.last_day != slot.first_day else None,
        "regle": slot.rule,
    }


def said_of(event: Event, slot: SlotFacts | None) -> Mapping[str, Any]:
    """Return what the form shows of an event that is there."""
    return {
        **_said_days(slot),
        "titre": event.title,
        "type": event.kind,
        "commune": event.commune.name if event.commune else "",
        "lieu": event.place_name,
        "adresse": event.address,
        "lien": event.link,
        "publics": event.audiences,
        "structure": event.organisation_id,
        "territoires": [one.pk for one in event.territories.all()],
        "resume": event.summary,
        "description": event.description,
        "contact": event.contact,
        "inscription": event.registration_link,
        "inscription_jusqu": event.registration_until,
        "qui": event.visibility,
    }


def said_in_line(understood: Understood, facts: EventFacts, commune: str) -> Mapping[str, Any]:
    """Return what the form shows of a line that was understood; `commune`: its name."""
    slot = understood.slots[0] if understood.slots else None
    return {
        **_said_days(slot),
        "titre": facts.title,
        "type": "" if facts.kind == EventKind.OTHER else facts.kind,
        "commune": commune,
        "lieu": facts.room,
        "adresse": facts.address,
        "lien": facts.link,
        "structure": facts.organisation,
        "territoires": facts.territories,
        "qui": Visibility.NETWORK,
    }
