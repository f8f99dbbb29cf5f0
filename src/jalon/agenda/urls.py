from django.urls import path

from jalon.agenda.views import feeds

app_name = "agenda"
urlpatterns = [
    # Calendars given out.
    path("agenda/flux/region.ics", feeds.calendar, {"whole": True}, name="region_calendar"),
    path("agenda/flux.ics", feeds.calendar, name="calendar"),
    path("agenda/e/<slug:key>.ics", feeds.event_calendar, name="event_calendar"),
]
