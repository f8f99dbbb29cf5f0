from django.http import HttpResponse


def theme(request, **kwargs):
    return HttpResponse("theme")


def logo(request, **kwargs):
    return HttpResponse("logo")
