from django import forms

from jalon.directory.rules.sign_in import LONGEST_PASSWORD


class SignInForm(forms.Form):
    """An address and a password; the password is never sent back to the page."""

    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": "Écrivez votre adresse électronique.",
            "invalid": "Écrivez une adresse complète, comme nom@exemple.fr.",
        },
    )
    password = forms.CharField(
        label="Mot de passe",
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Écrivez votre mot de passe."},
    )


class AddressForm(forms.Form):
    """The address of someone who forgot her password."""

    email = forms.EmailField(
        label="Adresse électronique",
        help_text="Celle de votre compte.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": "Écrivez votre adresse électronique.",
            "invalid": "Écrivez une adresse complète, comme nom@exemple.fr.",
        },
    )


class CodeForm(forms.Form):
    """A code: the six digits of the application, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages={"required": "Écrivez le code à 6 chiffres de votre application."},
    )


def _password(label: str, missing: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing},
    )


class SetUpForm(CodeForm):
    """The first code that the application gives, for a secret that the page carries."""

    setup = forms.CharField(widget=forms.HiddenInput, max_length=400)


class PasswordSetUpForm(SetUpForm):
    """The same, some time after signing in: the password is asked again."""

    password = _password("Votre mot de passe", "Écrivez votre mot de passe.", "current-password")


class NewPasswordForm(forms.Form):
    """A new password, twice: `password` and `again`. What makes it good is told by the service."""

    password = _password(
        "Nouveau mot de passe",
        "Écrivez votre nouveau mot de passe.",
        "new-password",
        "Au moins 12 caractères. Le plus simple : quatre mots sans rapport entre eux.",
    )
    again = _password("Le même, encore une fois", "Écrivez-le une seconde fois.", "new-password")

    def clean_again(self) -> str:
        again = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise forms.ValidationError("Les deux ne sont pas pareils. Écrivez deux fois le même.")
        return again


class ChangePasswordForm(NewPasswordForm):
    """The same, for someone who signed in and says her present password first."""

    current = _password("Mot de passe actuel", "Écrivez votre mot de passe actuel.", "current-password")
    field_order = ("current", "password", "again")
