from django.urls import path

from jalon.occupations import views

app_name = "occupations"
urlpatterns = [
    path("metiers/", views.index, name="index"),
    path("metiers/domaine/<slug:code>/", views.domain, name="domain"),
    path("metiers/<slug:code>/", views.occupation, name="occupation"),
    path("secteurs/", views.sectors, name="sectors"),
    path("secteurs/<slug:slug>/", views.sector, name="sector"),
    path("centres-d-interet/", views.interests, name="interests"),
    path("centres-d-interet/<slug:letters>/", views.interest, name="interest"),
    path("competences/", views.skills, name="skills"),
    path("competences/<str:code>/", views.skill, name="skill"),
    path("formations/", views.ways_in, name="ways_in"),
]
