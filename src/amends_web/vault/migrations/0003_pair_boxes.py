from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0002_request_boxes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='box',
            name='kind',
            field=models.CharField(choices=[('private', 'Private'), ('space', 'Space'), ('import', 'Import'), ('request', 'Request'), ('pair', 'Pair')], max_length=10),
        ),
    ]
