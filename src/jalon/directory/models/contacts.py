"""Who does what in an organisation: professional contacts, with or without an account."""

from django.db import models

from jalon.directory.models.accounts import Account
from jalon.directory.models.organisations import Organisation
from jalon.territory.models import Territory


class Contact(models.Model):
    """A person to write to in an organisation, for a task; without a name she is still to be identified."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField("nom", max_length=150, blank=True, help_text="Blank: to be identified.")
    task = models.CharField("fonction", max_length=150, help_text="What she does there, in plain words.")
    email = models.EmailField("adresse professionnelle", blank=True)
    phone = models.CharField("téléphone professionnel", max_length=20, blank=True)
    territories = models.ManyToManyField(Territory, blank=True, related_name="contacts")
    account = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    demonstration = models.BooleanField(default=False)
    confirmed_on = models.DateField(
        null=True, blank=True, help_text="When she, or an editor, last said it is right."
    )
    asked_on = models.DateField(null=True, blank=True, help_text="When she was last asked to confirm.")
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["organisation__name", "task", "name", "pk"]
        indexes = [models.Index(fields=["email"])]

    def __str__(self):
        return self.name or f"À identifier ({self.task})"

    @property
    def is_identified(self) -> bool:
        return bool(self.name)
