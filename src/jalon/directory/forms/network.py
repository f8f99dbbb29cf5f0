"""What members write of organisations and of contacts; what is wrong is said in words that help."""

from collections.abc import Sequence
from typing import Any

from django import forms

from jalon.directory.enums import OrganisationKind
from jalon.directory.models import Contact, Organisation
from jalon.directory.rules.contacts import plain_phone, plain_siret
from jalon.directory.selectors.communes import Communes
from jalon.directory.services.contacts import ContactFacts
from jalon.territory.models import Commune, Territory

MOST_SERVICES = 8
LONGEST_SERVICE = 120
WHOLE_ADDRESS = "Écrivez une adresse complète, comme nom@exemple.fr."


def _said(reason: str) -> str:
    """Return a reason of the rules as a sentence."""
    return f"{reason[:1].upper()}{reason[1:]}."


class RuledField(forms.CharField):
    """A text that a rule puts in one form; the rule's refusal is said."""

    def __init__(self, *, rule, **options):
        super().__init__(**options)
        self.rule = rule

    def clean(self, value):
        try:
            return self.rule(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(_said(str(error))) from error


class TerritoriesField(forms.ModelMultipleChoiceField):
    """Some territories, ticked."""

    def __init__(self, territories: Sequence[Territory], **options):
        rows = Territory.objects.filter(pk__in=[one.pk for one in territories])
        super().__init__(
            rows, to_field_name="slug", widget=forms.CheckboxSelectMultiple, required=False, **options
        )


def _phone(label: str, **options: Any) -> RuledField:
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"})
    return RuledField(rule=plain_phone, label=label, max_length=20, required=False, widget=widget, **options)


def _mail(label: str, **options: Any) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": WHOLE_ADDRESS},
        **options,
    )


class ContactForm(forms.Form):
    """Someone to write to, for a task."""

    fonction = forms.CharField(
        label="Fonction",
        max_length=150,
        help_text="Ce qu'elle fait, en mots simples : « alternance », « rendez-vous des lycéens ».",
        error_messages={"required": "Écrivez ce que fait cette personne."},
    )
    nom = forms.CharField(
        label="Nom",
        max_length=150,
        required=False,
        help_text="Vide tant que vous ne savez pas qui : le contact est « à identifier ».",
    )
    courriel = _mail("Adresse professionnelle", help_text="Jamais une adresse personnelle.")
    telephone = _phone("Téléphone professionnel")

    def __init__(self, *args: Any, territories: Sequence[Territory], **kwargs: Any):
        super().__init__(*args, **kwargs)
        if len(territories) > 1:
            self.fields["territoires"] = TerritoriesField(
                territories, label="Pour quels territoires", help_text="Aucun : tous ceux de la structure."
            )

    def clean(self):
        found = super().clean()
        reached = found.get("courriel") or found.get("telephone")
        if found.get("nom") and not reached and not self.errors:
            self.add_error(
                "courriel", "Écrivez une adresse ou un téléphone : sinon, on ne peut pas la joindre."
            )
        return found

    @property
    def facts(self) -> ContactFacts:
        """Return what was written of the contact."""
        given = self.cleaned_data
        return ContactFacts(given["fonction"], given["nom"], given["courriel"], given["telephone"])

    @property
    def territories(self) -> list[Territory] | None:
        """Return the territories ticked; None when there was nothing to choose."""
        given = self.cleaned_data.get("territoires")
        return None if given is None else list(given)

    @staticmethod
    def initial_of(contact: Contact) -> dict[str, Any]:
        """Return what the form holds for a contact."""
        return {
            "fonction": contact.task,
            "nom": contact.name,
            "courriel": contact.email,
            "telephone": contact.phone,
            "territoires": [one.slug for one in contact.territories.all()],
        }


class FactsForm(forms.Form):
    """What an organisation says of itself."""

    publics = forms.CharField(
        label="Qui est accueilli",
        max_length=200,
        error_messages={"required": "Dites qui est accueilli, en mots simples."},
    )
    services = forms.CharField(
        label="Ce qu'on peut y faire",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Une chose par ligne, {MOST_SERVICES} lignes au plus.",
    )
    horaires = forms.CharField(label="Horaires", max_length=200, required=False)
    adresse = forms.CharField(label="Numéro et rue", max_length=200, required=False)
    telephone = _phone("Téléphone")
    courriel = _mail("Courriel de la structure")
    site = forms.URLField(
        label="Site",
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Écrivez l'adresse d'un site, comme https://www.exemple.fr."},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, territories: Sequence[Territory] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        if territories:
            self.fields["territoires"] = TerritoriesField(
                territories, label="Territoires", help_text="Là où elle agit. Aucun : toute la région."
            )

    def clean_services(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["services"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_SERVICES:
            raise forms.ValidationError(f"{MOST_SERVICES} lignes au plus : il y en a {len(lines)}.")
        if any(len(line) > LONGEST_SERVICE for line in lines):
            raise forms.ValidationError(f"{LONGEST_SERVICE} signes au plus par ligne.")
        return lines

    @property
    def facts(self) -> dict[str, Any]:
        """Return the fields of the organisation that were written."""
        given = self.cleaned_data
        return {
            "audience": given["publics"],
            "services": given["services"],
            "opening": given["horaires"],
            "address": given["adresse"],
            "phone": given["telephone"],
            "email": given["courriel"],
            "website": given["site"],
        }

    @property
    def territories(self) -> list[Territory] | None:
        """Return the territories ticked; None when there was nothing to choose."""
        given = self.cleaned_data.get("territoires")
        return None if given is None else list(given)

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        """Return what the form holds for an organisation."""
        return {
            "publics": organisation.audience,
            "services": "\n".join(organisation.services),
            "horaires": organisation.opening,
            "adresse": organisation.address,
            "telephone": organisation.phone,
            "courriel": organisation.email,
            "site": organisation.website,
            "territoires": [one.slug for one in organisation.territories.all()],
        }


class NewOrganisationForm(FactsForm):
    """An organisation that is not in the directory yet."""

    nom = forms.CharField(label="Nom", max_length=200, error_messages={"required": "Écrivez son nom."})
    reseau = forms.ChoiceField(
        label="Réseau",
        choices=[("", "Choisissez"), *OrganisationKind.choices],
        error_messages={"required": "Choisissez son réseau."},
    )
    commune = forms.CharField(
        label="Commune",
        max_length=100,
        help_text="Son nom, et son code postal si plusieurs portent ce nom.",
        error_messages={"required": "Écrivez sa commune."},
    )
    siret = RuledField(rule=plain_siret, label="SIRET", max_length=20, required=False)
    sur = forms.BooleanField(label="Ce n'est pas la même : ajouter quand même", required=False)

    field_order = ["nom", "reseau", "commune", "adresse", "publics", "services", "horaires"]

    def clean_commune(self) -> Commune:
        try:
            return Communes().find_in(self.cleaned_data["commune"])
        except ValueError as error:
            raise forms.ValidationError(_said(str(error))) from error

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        new = {name: given[field] for name, field in (("name", "nom"), ("kind", "reseau"))}
        return {**super().facts, **new, "commune": given["commune"], "siret": given["siret"]}
