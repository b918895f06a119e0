import os

from django.core.wsgi import get_wsgi_application

from careerinfo.watching.request_ids import RequestIds

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerinfo.settings")
# Settings and models are there once Django is.
site = get_wsgi_application()

from . import page_views  # noqa: E402
from .databases import visits  # noqa: E402
from .page_cache.layer import PageCache  # noqa: E402

visits.begin()
pages = PageCache(site, viewed=page_views.note)
application = RequestIds(pages)
