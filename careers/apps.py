from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "careers"

    def ready(self) -> None:
        from . import data_sets, denormalized

        data_sets.register_all()
        denormalized.connect(self)
