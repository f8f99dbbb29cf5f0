from datetime import timedelta

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "jalon.agenda"
    label = "agenda"

    def ready(self):
        from jalon.agenda.selectors.personal import keys_of  # noqa: PLC0415 - models exist only now
        from jalon.agenda.selectors.taking_part import events_of  # noqa: PLC0415 - models exist only now
        from jalon.agenda.services import daily, keeping  # noqa: PLC0415 - models exist only now
        from jalon.agenda.services.calendar_keys import clean_keys_today  # noqa: PLC0415 - models exist only now
        from jalon.agenda.services.examples import declare_examples  # noqa: PLC0415 - models exist only now
        from jalon.agenda.services.region import declare_parts  # noqa: PLC0415 - models exist only now
        from jalon.directory.signals import account_erased, asked_for_data  # noqa: PLC0415 - models exist only now
        from jalon.outbox.services.jobs import schedule  # noqa: PLC0415 - models exist only now

        declare_parts()
        asked_for_data.connect(keys_of, dispatch_uid="agenda")
        asked_for_data.connect(events_of, dispatch_uid="agenda events")
        account_erased.connect(keeping.forget_person, dispatch_uid="agenda")
        declare_examples()
        schedule("Agenda : événements passés", every=timedelta(days=1), run=daily.hold_past_today)
        schedule("Agenda : calendriers lus", every=timedelta(minutes=15), run=daily.read_calendars)
        schedule("Agenda : calendriers regardés", every=timedelta(days=1), run=daily.forget_calendars)
        schedule("Agenda : adresses personnelles", every=timedelta(days=1), run=clean_keys_today)
        schedule("Agenda : effacement", every=timedelta(days=1), run=keeping.clean_events_today)
        schedule("Agenda : dates répétées", every=timedelta(days=28), run=daily.rebuild_this_month)
