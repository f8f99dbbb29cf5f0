from django.conf import settings
from django.urls import path
from django.views.decorators.cache import cache_page

from jalon.portal import views

app_name = "portal"
kept = cache_page(settings.PAGE_SECONDS)
urlpatterns = [
    path("", kept(views.home), name="home"),
    path("recherche/", kept(views.search), name="search"),
    path("recherche/suggestions/", kept(views.suggestions), name="suggestions"),
    path("sources/", kept(views.data_sources), name="data_sources"),
    path("mentions-legales/", kept(views.legal), name="legal"),
    path("accessibilite/", kept(views.accessibility), name="accessibility"),
    path("plan-du-site/", kept(views.site_map), name="site_map"),
    path("equipe/", views.staff, name="staff"),
    path("health", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
