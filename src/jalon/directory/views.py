from django.http import HttpResponse


def near_me(request, **kwargs):
    return HttpResponse("near_me")


def communes(request, **kwargs):
    return HttpResponse("communes")


def organisation(request, **kwargs):
    return HttpResponse("organisation")
