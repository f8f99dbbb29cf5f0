"""Who helps people: organisations where one can go, and the accounts of those who keep the site."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from jalon.directory.enums import OrganisationKind
from jalon.directory.rules.sign_in import plain_email
from jalon.sources.models import Source
from jalon.territory.models import Commune


class Organisation(models.Model):
    """A place where people are received, or a body of the network."""

    slug = models.SlugField(unique=True, max_length=100)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    audience = models.CharField(max_length=200, help_text="Who is welcome, in plain words.")
    services = models.JSONField(default=list, help_text="What one can do there, one plain line each.")
    address = models.CharField(max_length=200, blank=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="organisations")
    latitude = models.FloatField(help_text="Degrees, WGS 84.")
    longitude = models.FloatField(help_text="Degrees, WGS 84.")
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    opening = models.CharField(max_length=200, blank=True)
    demonstration = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["latitude", "longitude"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:organisation", args=[self.slug])


class AccountManager(BaseUserManager):
    def get_by_natural_key(self, username):
        """Return the account that signs in with this address, however it is typed."""
        return self.get(email=plain_email(username))


class Account(AbstractBaseUser):
    """Someone who signs in. Roles will come with memberships; until then only `is_staff` opens pages."""

    email = models.EmailField("adresse électronique", unique=True, help_text="In lower case.")
    name = models.CharField("nom", max_length=150, blank=True)
    is_active = models.BooleanField(default=True, help_text="A closed account signs in nowhere.")
    is_staff = models.BooleanField(default=False, help_text="May see the installation's own pages.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="account_email_in_lower_case"
            )
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        self.email = plain_email(self.email)


class SignInAttempt(models.Model):
    """An attempt to sign in that has not succeeded; kept a few minutes, only to slow guessing down."""

    key = models.CharField(
        max_length=64, help_text="Keyed digest of an account's address or of a network one; neither in clear."
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"]), models.Index(fields=["at"])]

    def __str__(self):
        return f"{self.key[:8]} {self.at:%H:%M}"
