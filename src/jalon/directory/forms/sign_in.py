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
