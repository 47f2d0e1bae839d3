from __future__ import annotations

from typing import ClassVar

from django.db import models

from amends_web.accounts.models import Person
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Shape, is_id


class Demo(SealedRow):
    """Two made-up people and whoever tries them: {id of a person: their recovery key}, in a box of the two.

    With it, a visitor who looks as one of them can look as the other one.
    """

    shape: ClassVar[Shape] = {is_id: str}

    ana = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="demo_as_ana")
    ben = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="demo_as_ben")
    made_at = models.DateTimeField()
