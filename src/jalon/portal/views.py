from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: the address cannot be read."""
    return render(request, "portal/error.html", {"code": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: this page is not for everyone."""
    return render(request, "portal/error.html", {"code": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: nothing stands at this address."""
    return render(request, "portal/error.html", {"code": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without context processors: the database may be what fails."""
    return HttpResponse(loader.render_to_string("portal/error.html", {"code": 500}), status=500)
