from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import pre_save


class DirectoryConfig(AppConfig):
    name = "jalon.directory"
    label = "directory"

    def ready(self):
        from allauth.usersessions.models import UserSession  # noqa: PLC0415 - models exist only now

        from jalon.directory.indexing import declare_entries  # noqa: PLC0415 - models exist only now
        from jalon.directory.services import asking, folder_contacts  # noqa: PLC0415 - models exist only now
        from jalon.directory.services.accounts import clean_sign_in  # noqa: PLC0415 - models exist only now
        from jalon.directory.services.invitations import clean_invitations  # noqa: PLC0415 - models exist only now
        from jalon.directory.services.organisations import declare_parts  # noqa: PLC0415 - models exist only now
        from jalon.directory.services.sessions import keep_device_only  # noqa: PLC0415 - models exist only now
        from jalon.outbox.services.jobs import schedule  # noqa: PLC0415 - models exist only now

        pre_save.connect(keep_device_only, sender=UserSession, dispatch_uid="directory.keep_device_only")
        declare_parts()
        folder_contacts.declare_parts()
        declare_entries()
        schedule("Connexions : effacement", every=timedelta(days=1), run=clean_sign_in)
        schedule("Invitations : effacement", every=timedelta(days=1), run=clean_invitations)
        schedule("Annuaire : demande aux contacts", every=timedelta(days=1), run=asking.ask)
        schedule("Annuaire : effacement", every=timedelta(days=1), run=asking.clean)
