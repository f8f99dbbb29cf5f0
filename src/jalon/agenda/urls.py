from django.conf import settings
from django.urls import path
from django.views.decorators.cache import cache_page

from jalon.agenda.views import (
    calendar,
    editing,
    embed,
    feeds,
    own_calendar,
    partner_calendars,
    reading_over,
)

app_name = "agenda"
CALENDARS = "equipe/agenda/calendriers/"
MINE = "equipe/agenda/mon-agenda/"
NETWORK = "equipe/agenda/"
kept = cache_page(settings.PAGE_SECONDS)
urlpatterns = [
    # The calendar itself, for anyone and for members.
    path("agenda/", kept(calendar.index), name="index"),
    path("agenda/mois/<str:month>/", kept(calendar.month), name="month"),
    path("agenda/e/<slug:key>/", kept(calendar.event), name="event"),
    path(NETWORK, calendar.network_index, name="network_index"),
    path(f"{NETWORK}mois/<str:month>/", calendar.network_month, name="network_month"),
    path(f"{NETWORK}e/<slug:key>/", calendar.network_event, name="network_event"),
    path(f"{NETWORK}ajouter/", editing.event_add, name="event_add"),
    path(f"{NETWORK}e/<slug:key>/modifier/", editing.event_change, name="event_change"),
    path(f"{NETWORK}e/<slug:key>/etat/", editing.event_state, name="event_state"),
    path(f"{NETWORK}e/<slug:key>/annuler/", editing.event_cancel, name="event_cancel"),
    path(f"{NETWORK}e/<slug:key>/refaire/", editing.event_again, name="event_again"),
    path(f"{NETWORK}a-relire/", reading_over.to_read, name="to_read"),
    path(f"{NETWORK}e/<slug:key>/accepter/", reading_over.event_accept, name="event_accept"),
    path(f"{NETWORK}e/<slug:key>/refuser/", reading_over.event_refuse, name="event_refuse"),
    # Calendars given out.
    path("agenda/flux/region.ics", feeds.calendar, {"whole": True}, name="region_calendar"),
    path("agenda/flux.ics", feeds.calendar, name="calendar"),
    path("agenda/flux.json", feeds.json_calendar, name="json"),
    path("agenda/flux.rss", feeds.news, {"kind": "rss"}, name="rss"),
    path("agenda/flux.atom", feeds.news, {"kind": "atom"}, name="atom"),
    path("agenda/flux/openagenda.json", feeds.openagenda, name="openagenda"),
    path("agenda/e/<slug:key>.ics", feeds.event_calendar, name="event_calendar"),
    path("equipe/agenda/e/<slug:key>.ics", feeds.network_event_calendar, name="network_event_calendar"),
    # On partners' sites.
    path("agenda/integrer/", kept(embed.embed), name="embed"),
    path("agenda/integrer/liste/", kept(embed.embed_list), name="embed_list"),
    path("agenda/integrer/mois/", kept(embed.embed_month), name="embed_month"),
    # One's own, at a secret address.
    path("agenda/moi/<str:token>.ics", own_calendar.own_calendar, name="own_calendar"),
    path(MINE, own_calendar.own_calendars, name="own_calendars"),
    path(f"{MINE}<int:pk>/nom/", own_calendar.own_calendar_rename, name="own_calendar_rename"),
    path(f"{MINE}<int:pk>/retirer/", own_calendar.own_calendar_revoke, name="own_calendar_revoke"),
    # Partners' calendars.
    path(CALENDARS, partner_calendars.partner_calendars, name="partner_calendars"),
    path(f"{CALENDARS}ajouter/", partner_calendars.partner_calendar_add, name="partner_calendar_add"),
    path(f"{CALENDARS}<int:pk>/", partner_calendars.partner_calendar, name="partner_calendar"),
    path(
        f"{CALENDARS}<int:pk>/choisir/",
        partner_calendars.partner_calendar_choose,
        name="partner_calendar_choose",
    ),
    path(f"{CALENDARS}<int:pk>/lire/", partner_calendars.partner_calendar_read, name="partner_calendar_read"),
    path(
        f"{CALENDARS}<int:pk>/fichier/",
        partner_calendars.partner_calendar_renew,
        name="partner_calendar_renew",
    ),
    path(
        f"{CALENDARS}<int:pk>/pause/", partner_calendars.partner_calendar_pause, name="partner_calendar_pause"
    ),
    path(
        f"{CALENDARS}<int:pk>/relancer/",
        partner_calendars.partner_calendar_resume,
        name="partner_calendar_resume",
    ),
    path(
        f"{CALENDARS}<int:pk>/arreter/", partner_calendars.partner_calendar_stop, name="partner_calendar_stop"
    ),
]
