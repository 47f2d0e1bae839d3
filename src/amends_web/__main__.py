"""Django's own commands: `python -m amends_web migrate`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends_web.settings.live")

execute_from_command_line(["amends", *sys.argv[1:]])
