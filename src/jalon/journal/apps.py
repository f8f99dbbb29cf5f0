from django.apps import AppConfig
from django.db.backends.signals import connection_created


class JournalConfig(AppConfig):
    name = "jalon.journal"
    label = "journal"

    def ready(self):
        from jalon.directory.signals import acted  # noqa: PLC0415 - models exist only now
        from jalon.journal.services import write_act  # noqa: PLC0415 - models exist only now
        from jalon.journal.services.keeping import tell_sqlite  # noqa: PLC0415 - models exist only now

        connection_created.connect(tell_sqlite, dispatch_uid="journal")
        acted.connect(write_act, dispatch_uid="journal")
