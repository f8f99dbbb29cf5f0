from datetime import timedelta

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class JournalConfig(AppConfig):
    name = "jalon.journal"
    label = "journal"

    def ready(self):
        from jalon.directory import signals  # noqa: PLC0415 - models exist only now
        from jalon.journal.selectors.personal import lines_about  # noqa: PLC0415 - models exist only now
        from jalon.journal.services import keeping, write_act  # noqa: PLC0415 - models exist only now
        from jalon.outbox.services.jobs import schedule  # noqa: PLC0415 - models exist only now

        connection_created.connect(keeping.tell_sqlite, dispatch_uid="journal")
        signals.acted.connect(write_act, dispatch_uid="journal")
        signals.account_erased.connect(keeping.forget_person, dispatch_uid="journal")
        signals.asked_for_data.connect(lines_about, dispatch_uid="journal")
        schedule("Journal : effacement", every=timedelta(days=1), run=keeping.clean)
