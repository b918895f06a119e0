from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "schools"

    def ready(self) -> None:
        from . import data_sets, versions

        data_sets.register_all()
        versions.register_all()
