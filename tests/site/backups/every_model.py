"""A row of every model of the site, made up where the demo has none."""

import uuid
from datetime import timedelta

from django.apps import apps
from django.db import models
from django.utils import timezone

from careers.models import Career, OldAddress, Release
from careers.models.data_sets import names_of, row_models

from ...factories import make_release


def fill() -> None:
    """Each model that has no row gets one, those that others point to first."""
    for model in apps.get_models(include_auto_created=True):
        _some(model)


def _some(model: type[models.Model]) -> models.Model:
    row = model._base_manager.first()
    if row is None:
        values = {field.attname: _value(field) for field in model._meta.concrete_fields if _is_asked_for(field)}
        [row] = model._base_manager.bulk_create([model(**{**values, **_asked_for_by_rules(model)})])
    return row


def _asked_for_by_rules(model: type[models.Model]) -> dict:
    """What the database asks for beyond a value in each field."""
    if model is OldAddress:
        return {"career_id": Career.objects.first().pk}
    if model not in row_models():
        return {}
    data_set = names_of(model)[0]
    return {"release_id": (Release.objects.filter(data_set=data_set).first() or make_release(data_set)).pk}


def _is_asked_for(field: models.Field) -> bool:
    has_value = field.has_default() or field.null or field.db_default is not models.NOT_PROVIDED
    return not has_value and not isinstance(field, models.AutoField) and not getattr(field, "auto_now_add", False)


def _value(field: models.Field):
    if isinstance(field, models.ForeignKey):
        return getattr(_some(field.related_model), field.target_field.attname)
    if field.choices:
        return field.choices[0][0]
    now = timezone.now()
    by_kind = {
        models.EmailField: "ada@example.org",
        models.DateTimeField: now + timedelta(days=1),
        models.DateField: now.date(),
        models.BooleanField: False,
        models.JSONField: {},
        models.BinaryField: b"x",
        models.UUIDField: uuid.uuid4(),
        models.FloatField: 1.0,
        models.DecimalField: 1,
        models.IntegerField: 1,
    }
    return next((value for kind, value in by_kind.items() if isinstance(field, kind)), "" if field.blank else "x")
