from gunicorn.glogging import Logger

from .logs import Json


class JsonLines(Logger):
    """gunicorn's own lines like the site's."""

    def setup(self, cfg) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(Json())
