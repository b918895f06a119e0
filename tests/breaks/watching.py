"""Breaks of what watches the site: reloads that nobody notices, checks, figures, logs."""

from .one import Break

RELOADING = "site/test_reloading.py"
READINESS = "site/test_readiness.py"
METRICS = "site/test_metrics.py"
LOGS = "site/test_json_logs.py"

WATCHING = [
    Break(
        "who waits at a worker's socket is cut off when the server is reloaded",
        "gunicorn.conf.py",
        "    handing_over.open_sockets(server)",
        '    server.cfg.set("reuse_port", True)',
        RELOADING,
    ),
    Break(
        "nobody serves those who wait at the socket of a worker that is gone",
        "careerinfo/safety/handing_over.py",
        "            self._accept_from(self.sockets_of_others)\n        if self.serves_until",
        "            pass\n        if self.serves_until",
        RELOADING,
    ),
    Break(
        "a site without its database says that it is ready",
        "careerinfo/watching/readiness.py",
        'Check("database", State.FAILS,',
        'Check("database", State.WARNS,',
        READINESS,
    ),
    Break(
        "a site that is not migrated says that it is ready",
        "careerinfo/watching/readiness.py",
        'yield Check("migrations", State.FAILS, words) if pending',
        'yield Check("migrations", State.WARNS, words) if pending',
        READINESS,
    ),
    Break(
        "mail that waits for hours is no warning",
        "careerinfo/watching/readiness.py",
        "    is_late = since is not None and since < timezone.now() - LATE_MAIL",
        "    is_late = False",
        READINESS,
    ),
    Break(
        "everybody reads the figures through a proxy that does not say who asks",
        "careerinfo/watching/metrics.py",
        'if "X-Forwarded-Proto" in request.headers and "X-Forwarded-For" not in request.headers:',
        "if False:",
        METRICS,
    ),
    Break(
        "without a token everybody who sends none reads the figures",
        "careerinfo/watching/metrics.py",
        "    if settings.METRICS_TOKEN and constant_time_compare",
        "    if constant_time_compare",
        METRICS,
    ),
    Break(
        "anybody chooses the id that stands in the log",
        "careerinfo/watching/request_ids.py",
        'if not (WELL_FORMED.fullmatch(name) and _is_proxy(environ.get("REMOTE_ADDR", ""))):',
        "if not WELL_FORMED.fullmatch(name):",
        LOGS,
    ),
    Break(
        "what was searched for stands in the log when a page fails",
        "careerinfo/watching/logs.py",
        "if kinds & SAYS_NOTHING_OF_VISITORS or not now_asked() else []",
        "if kinds else []",
        LOGS,
    ),
    Break(
        "the key of an asker's link stands in the log",
        "careerinfo/watching/logs.py",
        "        return HTTPStatus(record.status_code).phrase",
        '        return f"{HTTPStatus(record.status_code).phrase} {record.request.path}"',
        LOGS,
    ),
]
