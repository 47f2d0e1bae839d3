from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def page_key() -> SafeString:
    """Names one opening of a page, so that a draft which comes late is known as older than what was sent on."""
    return format_html('<input type="hidden" name="page" value="{}">', uuid.uuid4())
