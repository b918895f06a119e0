from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "schools"

    def ready(self) -> None:
        from careers.links import places

        from . import data_sets

        data_sets.register_all()
        places.register(places.LinksIn(model="schools.School", addresses=("url",)))
