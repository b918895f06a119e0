from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "careers"

    def ready(self) -> None:
        from . import derived

        derived.connect(self)
