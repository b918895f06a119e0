from django.apps import AppConfig
from django.apps import apps as django_apps
from django.db.models.signals import post_migrate


class CareersConfig(AppConfig):
    name = "careers"

    def ready(self) -> None:
        from . import data_sets, denormalized
        from .links import places
        from .models import Announcement, NavigationLink, SiteWords
        from .models.on_every_page import tell_of_changes
        from .profile.publishing import rules
        from .versions import careers, site_words

        data_sets.register_all()
        places.register_all()
        rules.register_all()
        careers.register_all()
        site_words.register_all()
        denormalized.connect(self)
        tell_of_changes(Announcement, NavigationLink, SiteWords)
        post_migrate.connect(_title_plainly, sender=self)


def _title_plainly(apps=django_apps, **kwargs) -> None:
    """Careers that older code made of a release have its titles still, such as "Cooks, Fast Food"."""
    from .releases import onet_careers

    career = apps.all_models["careers"].get("career")
    if career and "imported_title" in {field.name for field in career._meta.fields}:
        onet_careers.title_plainly()
