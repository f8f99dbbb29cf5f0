from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "jalon.territory"
    label = "territory"

    def ready(self):
        from jalon.territory.indexing import declare_entries  # noqa: PLC0415 - models exist only now
        from jalon.territory.services.region import declare_parts  # noqa: PLC0415 - models exist only now

        declare_parts()
        declare_entries()
