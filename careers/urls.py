from django.urls import path

from . import views

app_name = "careers"
urlpatterns = [
    path("careers/", views.career_list, name="list"),
    path("careers/<slug:slug>/", views.profile, name="profile"),
    path("fields/<slug:slug>/", views.field, name="field"),
    path("preview/careers/<int:pk>/", views.preview, name="preview"),
    path("sources/", views.sources, name="sources"),
]
