from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "schools"

    def ready(self) -> None:
        from careers.links import places

        from . import data_sets, versions

        data_sets.register_all()
        versions.register_all()
        places.register(places.LinksIn(model="schools.School", addresses=("url",)))
