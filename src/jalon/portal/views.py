from django.http import HttpResponse


def home(request, **kwargs):
    return HttpResponse("home")


def search(request, **kwargs):
    return HttpResponse("search")


def suggestions(request, **kwargs):
    return HttpResponse("suggestions")


def data_sources(request, **kwargs):
    return HttpResponse("data_sources")


def legal(request, **kwargs):
    return HttpResponse("legal")


def accessibility(request, **kwargs):
    return HttpResponse("accessibility")


def site_map(request, **kwargs):
    return HttpResponse("site_map")


def robots(request, **kwargs):
    return HttpResponse("robots")
