import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0003_pair_boxes'),
    ]

    operations = [
        migrations.AddField(
            model_name='box',
            name='within',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='vault.box'),
        ),
    ]
