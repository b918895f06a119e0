from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .models import School


@require_safe
def school_list(request: HttpRequest) -> HttpResponse:
    return render(request, "schools/list.html", {"schools": School.objects.featured()})
