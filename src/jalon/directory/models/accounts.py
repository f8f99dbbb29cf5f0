"""Those who sign in, what each may do and where, and how they are invited."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.utils.functional import cached_property

from jalon.directory.enums import Role
from jalon.directory.models.organisations import Organisation
from jalon.directory.rules.roles import REGIONAL
from jalon.directory.rules.sign_in import plain_email
from jalon.territory.models import Territory


class AccountManager(BaseUserManager):
    def get_by_natural_key(self, username):
        """Return the account that signs in with this address, however it is typed."""
        return self.get(email=plain_email(username))


class Account(AbstractBaseUser):
    """Someone who signs in. What she may do comes from her memberships (`selectors.rights`)."""

    email = models.EmailField("adresse électronique", unique=True, help_text="In lower case.")
    name = models.CharField("nom", max_length=150, blank=True)
    is_active = models.BooleanField(default=True, help_text="A closed account signs in nowhere.")
    is_staff = models.BooleanField(
        default=False, help_text="Keeps the installation: counts as an administrator."
    )
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

    @cached_property
    def is_regional(self) -> bool:
        """Whether she acts for the whole region, for the rooms below this one (else `selectors.rights`)."""
        return self.is_active and (self.is_staff or self.memberships.filter(role__in=REGIONAL).exists())

    @cached_property
    def is_administrator(self) -> bool:
        """Whether she keeps the installation, for the rooms below this one (else `selectors.rights`)."""
        return self.is_active and (self.is_staff or self.memberships.filter(role=Role.ADMINISTRATOR).exists())


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


class Membership(models.Model):
    """One role of an account, within an organisation, a territory, or the whole region (`rules.roles`)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField("rôle", max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    territory = models.ForeignKey(
        Territory, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    granted_by = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(
                "account",
                "role",
                Coalesce("organisation", 0),
                Coalesce("territory", 0),
                name="membership_once",
            )
        ]

    def __str__(self):
        return f"{self.get_role_display()} – {self.organisation or self.territory or 'toute la région'}"


class Invitation(models.Model):
    """A role proposed to an address; its link is kept as a digest only, and serves once."""

    email = models.EmailField("adresse électronique", help_text="In lower case.")
    name = models.CharField("nom", max_length=150, blank=True)
    role = models.CharField("rôle", max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    territory = models.ForeignKey(
        Territory, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "-pk"]
        indexes = [models.Index(fields=["email"])]

    def __str__(self):
        return f"{self.name or 'Sans nom'} – {self.get_role_display()}"
