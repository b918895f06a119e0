from django.db import models


class Generation(models.Model):
    """What tells that something which pages show was changed: triggers write it in the transaction that changes it.

    SQLite counts up one row. PostgreSQL adds a row for each transaction, so that none waits for another; the state is
    how many rows there are, and the highest number. `careerinfo/page_cache/triggers.py` has the triggers.
    """

    number = models.BigIntegerField(primary_key=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
