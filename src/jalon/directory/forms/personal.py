"""What someone corrects of herself, and how she confirms that she leaves."""

from django import forms

from jalon.directory.models import Account
from jalon.directory.rules.sign_in import LONGEST_PASSWORD


class NameForm(forms.Form):
    """How the others see her."""

    nom = forms.CharField(
        label="Prénom et nom",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Écrivez votre prénom et votre nom."},
    )


class LeaveForm(forms.Form):
    """Someone is sure to leave: she says it, and gives her password when she has one."""

    compris = forms.BooleanField(
        label="J'ai compris : on ne peut pas revenir en arrière",
        error_messages={"required": "Cochez cette case si vous voulez vraiment partir."},
    )

    def __init__(self, *args: object, account: Account, **kwargs: object):
        super().__init__(*args, **kwargs)
        if account.has_usable_password():
            self.fields["mot_de_passe"] = forms.CharField(
                label="Votre mot de passe",
                max_length=LONGEST_PASSWORD,
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
                help_text="Pour être sûr que c'est bien vous.",
                error_messages={"required": "Écrivez votre mot de passe."},
            )
            self.order_fields(["mot_de_passe", "compris"])
