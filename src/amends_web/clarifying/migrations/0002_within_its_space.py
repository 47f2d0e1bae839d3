from typing import Any

from django.db import migrations

ROWS = (("Question", "space"), ("Cue", "space"), ("Reply", "share__breakdown__space"))


def put_within_its_space(apps: Any, _editor: Any) -> None:
    """What is written from now on into a box of some takes the key of its space too; what lies there opens as before."""
    boxes = apps.get_model("vault", "Box").objects
    for model, space in ROWS:
        for box, space_box in apps.get_model("clarifying", model).objects.values_list("box", f"{space}__box"):
            boxes.filter(pk=box, kind="pair").update(within=space_box)


class Migration(migrations.Migration):
    dependencies = [("clarifying", "0001_initial"), ("vault", "0004_box_within")]

    operations = [migrations.RunPython(put_within_its_space, migrations.RunPython.noop)]
