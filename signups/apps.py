from django.apps import AppConfig


class SignupsConfig(AppConfig):
    name = "signups"

    def ready(self) -> None:
        from careers.links import places

        from . import versions

        versions.register_all()
        places.register(places.LinksIn(model="signups.Answer", texts=("text",), of="question"))
