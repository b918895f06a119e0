from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from . import site_files, views
from .colleagues.expert_password import password
from .colleagues.joining import join
from .safety import well_known
from .sitemaps import SITEMAPS
from .watching import views as watching

handler400 = "careerinfo.views.unreadable"
handler403 = "careerinfo.views.forbidden"
handler500 = "careerinfo.databases.failing.failed"
urlpatterns = [
    path("", views.home, name="home"),
    path("", include("careers.urls")),
    path("", include("schools.urls")),
    path("", include("signups.urls")),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("site.css", site_files.style, name="style"),
    path("logo/<slug:digest>", site_files.logo, name="logo"),
    path("favicon.ico", views.favicon),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path(".well-known/change-password", well_known.change_password, name="change-password"),
    path("healthz", watching.health, name="health"),
    path("readyz", watching.ready, name="ready"),
    path("metrics", watching.metrics, name="metrics"),
    path("expert/password/", password, name="expert-password"),
    path("admin/invitation/", join, name="join"),
    path("admin/account/", include("careerinfo.signing_in.urls")),
    path("admin/", admin.site.urls),
    # What allauth calls the admin's own page.
    path("admin/login/", admin.site.login, name="account_login"),
]
