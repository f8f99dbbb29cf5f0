from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "jalon.territory"
    label = "territory"

    def ready(self):
        from jalon.outbox.services import declare_foot  # noqa: PLC0415 - models exist only now
        from jalon.territory.indexing import declare_entries  # noqa: PLC0415 - models exist only now
        from jalon.territory.services.mail_foot import mail_foot  # noqa: PLC0415 - models exist only now
        from jalon.territory.services.region import declare_parts  # noqa: PLC0415 - models exist only now

        declare_parts()
        declare_entries()
        declare_foot(mail_foot)
