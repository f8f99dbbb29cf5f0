from django.urls import path

from jalon.sources import views

app_name = "sources"
urlpatterns = [
    path("equipe/chargements/", views.loads, name="loads"),
    path("equipe/chargements/<int:pk>/", views.load, name="load"),
    path("equipe/chargements/<int:pk>/rejets.csv", views.load_rejects, name="load_rejects"),
]
