from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created


class CareerinfoConfig(AppConfig):
    name = "careerinfo"

    def ready(self) -> None:
        from . import checks  # noqa: F401
        from .colleagues import invitations
        from .private_files import mend_when_connected
        from .signing_in import sessions
        from .watching import logs

        sessions.connect()
        invitations.register()
        connection_created.connect(mend_when_connected)
        if settings.LOG_FORMAT == "json":
            logs.log_uncaught()
