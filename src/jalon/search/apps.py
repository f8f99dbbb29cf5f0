from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "jalon.search"
    label = "search"

    def ready(self):
        from jalon.search.services.upkeep import KEEPERS  # noqa: PLC0415 - models exist only now

        for keeper in KEEPERS:
            keeper.shelf.repair = keeper.repair
