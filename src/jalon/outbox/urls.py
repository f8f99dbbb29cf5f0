from django.urls import path

from jalon.outbox import views

app_name = "outbox"
urlpatterns = [
    path("equipe/messages/", views.messages, name="messages"),
    path("equipe/messages/reessayer/", views.messages_again, name="messages_again"),
    path("equipe/messages/<int:pk>/reessayer/", views.message_again, name="message_again"),
    path("equipe/messages/<int:pk>/abandonner/", views.message_give_up, name="message_give_up"),
]
