from django.urls import path

from jalon.guidance import views

app_name = "guidance"
urlpatterns = [
    path("quel-metier/", views.which_occupation, name="which_occupation"),
    path("comment-y-arriver/", views.how_to_get_there, name="how_to_get_there"),
    path("comment-y-arriver/<slug:code>/", views.ways, name="ways"),
]
