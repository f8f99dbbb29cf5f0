from django.urls import path

from jalon.directory import views

app_name = "directory"
urlpatterns = [
    path("pres-de-moi/", views.near_me, name="near_me"),
    path("pres-de-moi/communes/", views.communes, name="communes"),
    path("lieux/<slug:slug>/", views.organisation, name="organisation"),
]
