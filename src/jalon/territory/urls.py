from django.urls import path

from jalon.territory import views

app_name = "territory"
urlpatterns = [
    path("region/theme.css", views.theme, name="theme"),
    path("region/logo.svg", views.logo, name="logo"),
]
