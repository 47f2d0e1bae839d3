from datetime import date

from django.db import migrations, models
from django.utils import timezone

from amends.path.promise import fresh_until



def until() -> date:
    """What is there already is looked at on home as if it had moved today."""
    return fresh_until(timezone.now())


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="promise",
            name="fresh_until",
            field=models.DateField(db_index=True, default=until),
            preserve_default=False,
        ),
    ]
