from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "jalon.directory"
    label = "directory"

    def ready(self):
        from jalon.directory.indexing import declare_entries  # noqa: PLC0415 - models exist only now
        from jalon.directory.services.organisations import declare_parts  # noqa: PLC0415 - models exist only now

        declare_parts()
        declare_entries()
