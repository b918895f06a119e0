import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerinfo.settings")
# Settings and models are there once Django is.
site = get_wsgi_application()

from .page_cache.layer import PageCache  # noqa: E402

application = PageCache(site)
