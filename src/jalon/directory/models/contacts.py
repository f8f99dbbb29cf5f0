"""Who does what in an organisation: professional contacts, with or without an account."""

from django.db import models, transaction

from jalon.directory.models.accounts import Account
from jalon.directory.models.organisations import Organisation
from jalon.search.rules import fold
from jalon.sources.models import Source
from jalon.territory.models import Territory

FOLDED_FROM = frozenset(["name", "task"])


class ContactQuerySet(models.QuerySet):
    """Contacts; a bulk change of names keeps what they are searched by."""

    def in_use(self) -> "ContactQuerySet":
        """Leave out those that were withdrawn by hand and that the region's folder still lists."""
        return self.filter(withdrawn=False)

    def update(self, **values) -> int:
        """Change rows as Django does; a name that is erased is erased from the search too."""
        if FOLDED_FROM.isdisjoint(values):
            return super().update(**values)
        with transaction.atomic():
            keys = list(self.order_by().values_list("pk", flat=True))
            done = super().update(**values)
            for contact in self.model._default_manager.filter(pk__in=keys):
                contact.save(update_fields=["folded"])
        return done


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
    silent_since = models.DateField(
        null=True, blank=True, help_text="When she was first asked since the last answer; blank: answered."
    )
    ask_digest = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="SHA-256 of the link that asks; blank: none open."
    )
    slug = models.SlugField(
        max_length=100, blank=True, help_text="Its key in the region's folder; blank: by hand."
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Blank: by hand.",
    )
    loaded = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="Digest of each field as the region's folder last gave it (`rules.merging`).",
    )
    withdrawn = models.BooleanField(
        default=False, help_text="Withdrawn by hand, emptied; kept so that the folder does not bring it back."
    )
    folded = models.TextField(blank=True, editable=False, help_text="What a typed text is looked for in.")
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "task", "name", "pk"]
        indexes = [models.Index(fields=["email"])]

    def __str__(self):
        return self.task  # never the name: what is done is told with this text, and kept

    def save(self, *args, **kwargs):
        self.folded = fold(f"{self.name} {self.task}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(*args, **kwargs)

    @property
    def is_identified(self) -> bool:
        return bool(self.name)


class ImportDraft(models.Model):
    """A file that someone sent, read and shown to her before anything is written; kept one day."""

    author = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=12, help_text="structures or contacts.")
    rows = models.JSONField(help_text="The rows that can be taken: line, then fields.")
    problems = models.JSONField(help_text="What was refused: line, field, reason.")
    made_at = models.DateTimeField()

    def __str__(self):
        return f"{self.what} {self.made_at:%d/%m/%Y %H:%M}"
