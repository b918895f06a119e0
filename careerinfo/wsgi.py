import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerinfo.settings")
application = get_wsgi_application()

from careerinfo.databases import visits  # noqa: E402 - settings are read first

visits.begin()
