from django.db import migrations, models

# What stands once for each career has an index that begins with the career already. By the names that Django gave them:
# a change of the field would write the tables anew on SQLite.
DOUBLED = {
    "careers_careercredential_career_id_67407e8a": "careers_careercredential",
    "careers_title_career_id_e0bb406e": "careers_title",
}


def career(model):
    field = models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name=f"{model}s", to="careers.career")
    return migrations.AlterField(model, "career", field)


class Migration(migrations.Migration):
    dependencies = [("careers", "0020_data_sets_of_a_registry")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON {table} (career_id)")
                for name, table in DOUBLED.items()
            ],
            state_operations=[career("title"), career("careercredential")],
        )
    ]
