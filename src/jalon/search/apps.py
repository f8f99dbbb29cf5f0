from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "jalon.search"
    label = "search"

    def ready(self):
        from jalon.search.selectors.occurrences import shelf  # noqa: PLC0415 - models exist only now
        from jalon.search.selectors.reader import set_repair  # noqa: PLC0415 - models exist only now
        from jalon.search.services.occurrences import repair_occurrences  # noqa: PLC0415 - the same
        from jalon.search.services.upkeep import repair  # noqa: PLC0415 - models exist only now

        set_repair(repair)
        shelf.repair = repair_occurrences
