from django.apps import AppConfig


class SignupsConfig(AppConfig):
    name = "signups"

    def ready(self) -> None:
        from careers.links import places

        places.register(places.LinksIn(model="signups.Answer", texts=("text",), of="question"))
