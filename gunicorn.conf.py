"""Reads PORT, BIND, WEB_CONCURRENCY and THREADS; gunicorn itself reads FORWARDED_ALLOW_IPS for a proxy's address."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured

try:
    from careerinfo import settings
except ImproperlyConfigured as error:
    sys.exit(f"Settings: {error}")

bind = os.environ.get("BIND", f"127.0.0.1:{settings.PORT}")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("THREADS", "4"))
# Workers are replaced in turn, so that a slow leak cannot grow for weeks.
max_requests = 10_000
max_requests_jitter = 1_000
# Addresses of visitors stay out of logs: no access log unless asked for, and then without them.
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(b)s'
loglevel = "warning"


def when_ready(server) -> None:
    print(f"Serving {settings.SITE_URL} (stop with Ctrl+C)", flush=True)
