import os

from django.core.wsgi import get_wsgi_application

from careerinfo.watching.request_ids import RequestIds

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerinfo.settings")
application = RequestIds(get_wsgi_application())
