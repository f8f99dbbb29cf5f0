from django.http import HttpResponse


def index(request, **kwargs):
    return HttpResponse("index")


def domain(request, **kwargs):
    return HttpResponse("domain")


def occupation(request, **kwargs):
    return HttpResponse("occupation")


def sectors(request, **kwargs):
    return HttpResponse("sectors")


def sector(request, **kwargs):
    return HttpResponse("sector")


def interests(request, **kwargs):
    return HttpResponse("interests")


def interest(request, **kwargs):
    return HttpResponse("interest")


def skills(request, **kwargs):
    return HttpResponse("skills")


def skill(request, **kwargs):
    return HttpResponse("skill")


def ways_in(request, **kwargs):
    return HttpResponse("ways_in")
