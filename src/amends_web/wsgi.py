"""What the server serves."""

import os

from django.core.wsgi import get_wsgi_application

from amends_web.vault.process import harden

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends_web.settings.live")

# Here, as each worker process loads this file: keys are opened in workers alone.
harden()
application = get_wsgi_application()
