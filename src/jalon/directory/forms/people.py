"""Inviting someone, and answering an invitation."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import PermissionDenied

from jalon.directory.enums import Role
from jalon.directory.models import Organisation
from jalon.directory.rules.inviting import name_problem, roles_to_give
from jalon.directory.rules.roles import ORGANISATION, SCOPES, TERRITORY, Rights
from jalon.directory.rules.sign_in import LONGEST_PASSWORD
from jalon.directory.selectors.people import organisations_called, organisations_to_invite
from jalon.search.rules import fold
from jalon.territory.models import Territory

FEW = 25  # organisations that a list shows; more of them are looked for by name
MOST_ALIKE = 12
# What each role is for, in plain words.
ROLE_WORDS: dict[str, str] = {
    Role.ADMINISTRATOR: "Tient le site : voit et change tout.",
    Role.REGION_OFFICER: "Anime le réseau pour toute la région.",
    Role.COORDINATOR: "Anime un territoire et invite ses partenaires.",
    Role.PARTNER_EDITOR: "Publie pour sa structure et y invite ses collègues.",
    Role.PARTNER_MEMBER: "Lit ce qui est réservé au réseau.",
    Role.ADVISER: "Reçoit le public et le conseille.",
    Role.DEVICE_MANAGER: "Tient un camion, une exposition ou un spectacle qui tourne.",
}


def _name_field(label: str, **options) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Écrivez votre prénom et votre nom."},
        **options,
    )


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if problem := name_problem(name):
        raise forms.ValidationError(problem)
    return name


class InviteForm(forms.Form):
    """Who is invited, to which role, where. The role says whether a place is asked, and which."""

    role = forms.ChoiceField(
        label="Son rôle",
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un rôle.", "invalid_choice": "Choisissez un de ces rôles."},
    )
    structure = forms.CharField(label="Sa structure", required=False, max_length=200)
    structure_code = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    structure_choice = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    territoire = forms.ModelChoiceField(
        label="Son territoire",
        queryset=Territory.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="Choisir un territoire",
        error_messages={"invalid_choice": "Choisissez un territoire de la liste."},
    )
    email = forms.EmailField(
        label="Son adresse électronique",
        max_length=254,
        help_text="L'adresse professionnelle, de préférence.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Écrivez une adresse électronique.",
            "invalid": "Écrivez une adresse complète, comme nom@exemple.fr.",
        },
    )
    nom = forms.CharField(
        label="Son prénom et son nom",
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, rights: Rights, **kwargs):
        super().__init__(*args, **kwargs)
        self.rights = rights
        self.givable = roles_to_give(rights)
        self.found: Sequence[Organisation] = ()  # those that the words typed may mean
        self.few = list(organisations_to_invite(rights)[: FEW + 1])
        if len(self.few) <= FEW:
            choices = [("", "Choisir une structure"), *((one.slug, one.name) for one in self.few)]
            widget = forms.Select(choices=choices)
            self.fields["structure"] = forms.CharField(label="Sa structure", required=False, widget=widget)
            if len(self.few) == 1 and not self.is_bound:
                self.initial.setdefault("structure", self.few[0].slug)
        else:
            self.few = []
        if Role.COORDINATOR in self.givable:
            self.fields["territoire"].queryset = Territory.objects.all()
        else:
            del self.fields["territoire"]
        if len(self.givable) == 1:
            self.initial.setdefault("role", self.givable[0])

    @property
    def role_choices(self) -> list[tuple[str, str, str, str]]:
        """Return the roles that may be given: value, label, what it is for, what it is given for."""
        return [(role.value, str(role.label), ROLE_WORDS[role], SCOPES[role]) for role in self.givable]

    def clean_role(self) -> str:
        role = self.cleaned_data["role"]
        if role not in self.givable:
            raise PermissionDenied
        return role

    def clean_nom(self) -> str:
        return _checked_name(self.cleaned_data["nom"])

    def clean(self) -> dict:
        asked = super().clean()
        scope = SCOPES.get(asked.get("role", ""), "")
        asked["organisation"] = self._organisation() if scope == ORGANISATION else None
        asked["territory"] = asked.get("territoire") if scope == TERRITORY else None
        if scope == TERRITORY and asked["territory"] is None and "territoire" not in self.errors:
            self.add_error("territoire", "Choisissez un territoire.")
        return asked

    def _organisation(self) -> Organisation | None:
        """Return the organisation chosen, or the one that the words typed mean; say what is wrong."""
        typed = " ".join(self.cleaned_data.get("structure", "").split())
        ticked = self.cleaned_data.get("structure_choice", "")
        code = ticked or (typed if self.few else self.cleaned_data.get("structure_code", ""))
        if code:
            chosen = Organisation.objects.filter(slug=code, withdrawn=False).first()
            if chosen and not organisations_to_invite(self.rights).filter(pk=chosen.pk).exists():
                raise PermissionDenied
            if chosen and (ticked or typed in {"", code} or fold(chosen.name) == fold(typed)):
                return chosen
        if not typed:
            self.add_error("structure", "Choisissez une structure." if self.few else "Écrivez son nom.")
            return None
        self.found = organisations_called(self.rights, typed, limit=MOST_ALIKE + 1)
        exact = [one for one in self.found if fold(one.name) == fold(typed)]
        if len(self.found) == 1 or len(exact) == 1:
            return (exact or self.found)[0]
        self.add_error("structure", self._unclear())
        return None

    def _unclear(self) -> str:
        if not self.found:
            return "Aucune de vos structures ne porte ce nom. Vérifiez-le, ou écrivez sa commune."
        if len(self.found) > MOST_ALIKE:
            self.found = self.found[:MOST_ALIKE]
            return "Beaucoup de structures correspondent : ajoutez un mot, comme la commune."
        return "Plusieurs structures correspondent : choisissez la bonne."


class NewcomerForm(forms.Form):
    """What someone invited says to open her account; passwords are never sent back to the page."""

    nom = _name_field("Votre prénom et votre nom")
    password = forms.CharField(
        label="Choisissez un mot de passe",
        help_text="12 caractères au moins. Une suite de mots sans rapport est facile à retenir.",
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choisissez un mot de passe."},
    )
    again = forms.CharField(
        label="Le même, encore une fois",
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Écrivez le même mot de passe une seconde fois."},
    )

    def clean_nom(self) -> str:
        return _checked_name(self.cleaned_data["nom"])

    def clean(self) -> dict:
        asked = super().clean()
        if "again" in asked and "password" in asked and asked["password"] != asked["again"]:
            self.add_error("again", "Les deux mots de passe sont différents.")
        return asked
