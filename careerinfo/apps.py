from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CareerinfoConfig(AppConfig):
    name = "careerinfo"

    def ready(self) -> None:
        from careers.desk import register_remark

        from . import checks  # noqa: F401
        from .backups import desk
        from .colleagues import invitations
        from .private_files import mend_when_connected
        from .signing_in import sessions

        sessions.connect()
        invitations.register()
        register_remark(desk.remark)
        connection_created.connect(mend_when_connected)
