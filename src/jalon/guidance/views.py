from django.http import HttpResponse


def which_occupation(request, **kwargs):
    return HttpResponse("which_occupation")


def how_to_get_there(request, **kwargs):
    return HttpResponse("how_to_get_there")


def ways(request, **kwargs):
    return HttpResponse("ways")
