from django.urls import path

from . import views

app_name = "careers"
urlpatterns = [
    path("careers/", views.career_list, name="list"),
    path("careers/a-to-z/", views.a_to_z, name="a-to-z"),
    path("careers/suggestions/", views.suggestions, name="suggestions"),
    path("careers/compare/", views.comparison, name="compare"),
    path("careers/compare/careers.csv", views.comparison_csv, name="compare-csv"),
    path("api/careers/", views.api_search, name="api-search"),
    path("careers/<slug:slug>/", views.profile, name="profile"),
    path("careers/<slug:slug>/changes/", views.changes, name="changes"),
    path("careers/<slug:slug>/history/", views.history, name="history"),
    path("careers/<slug:slug>/titles-and-technology/", views.full_lists, name="full-lists"),
    path("fields/<slug:slug>/", views.field, name="field"),
    path("plan/", views.plan, name="plan"),
    path("preview/careers/<int:pk>/", views.preview, name="preview"),
    path("preview/careers/<int:pk>/widths/", views.preview_widths, name="preview-widths"),
    path("preview/unsaved/<int:pk>/", views.unsaved, name="unsaved"),
    path("preview/unsaved/<int:pk>/page/", views.unsaved_page, name="unsaved-page"),
    path("quiz/", views.quiz, name="quiz"),
    path("rankings/", views.rankings, name="rankings"),
    path("rankings/<slug:slug>/", views.ranking, name="ranking"),
    path("shared/", views.shared, name="shared"),
    path("sources/", views.sources, name="sources"),
]
