from django.apps import AppConfig, apps
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CareerinfoConfig(AppConfig):
    name = "careerinfo"

    def ready(self) -> None:
        from careers.desk import register_remark
        from signups.mail import worker

        from . import checks  # noqa: F401
        from .backups import desk
        from .colleagues import invitations
        from .page_cache import triggers
        from .private_files import mend_when_connected
        from .signing_in import sessions
        from .watching import logs

        sessions.connect()
        invitations.register()
        register_remark(desk.remark)
        connection_created.connect(mend_when_connected)
        worker.register_duty(triggers.prune)
        # Of the last app that has tables.
        post_migrate.connect(triggers.keep, sender=apps.get_app_config("signups"))
        if settings.LOG_FORMAT == "json":
            logs.log_uncaught()
