from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext

from amends.drafts import Kind
from amends_web.shell.drafts import look_at, waved_by
from amends_web.shell.panels import after_panels

if TYPE_CHECKING:
    from django.forms import BaseForm, BoundField
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def only_you() -> SafeString:
    return format_html('<span class="seen">{}</span>', gettext("Only you"))


@register.simple_tag
def shared_with(name: str) -> SafeString:
    """Mark what others read; where nobody else is here yet, it is for whoever will be."""
    words = gettext("Shared with %(name)s") % {"name": name or gettext("whoever you invite")}
    return format_html('<span class="seen shared">{}</span>', words)


@register.simple_tag
def minutes(count: int) -> SafeString:
    words = ngettext("about %(count)d min", "about %(count)d min", count) % {"count": count}
    return format_html('<span class="minutes">{}</span>', words)


@register.simple_tag
def to_write_on(lines: int) -> SafeString:
    """Leave so many lines for handwriting where the page is printed; on a screen there are none."""
    ruled = format_html_join("", "<i>{}</i>", [("",)] * lines)
    return format_html('<span class="to-write-on" aria-hidden="true">{}</span>', ruled)


@register.simple_tag
def submission_key() -> SafeString:
    """A fresh key for `shell.submissions.once`; one in each form."""
    return format_html('<input type="hidden" name="submission" value="{}">', uuid.uuid4())


@register.inclusion_tag("shell/after.html", takes_context=True)
def after(context: dict[str, Any], kind: str, about: uuid.UUID) -> dict[str, Any]:
    """Show what the end of a step leads on to: `kind` is "round", "acknowledgement" or "check-in", `about` its id."""
    return {"panels": after_panels(context["request"], kind, about)}


@register.inclusion_tag("shell/field.html")
def field(bound: BoundField, seen: str = "", seen_by: str = "") -> dict[str, Any]:
    """Show a form's field: its label, who will see it, its hint, the control, what is wrong with it.

    Who will see it comes from the tag or from the form field's own attributes: `seen` is "only_you" or "shared",
    `seen_by` the name of whom it is shared with.
    """
    hint_id = f"{bound.id_for_label or bound.auto_id}_hint" if bound.help_text else ""
    error_id = f"{bound.id_for_label or bound.auto_id}_error" if bound.errors else ""
    described_by = " ".join(part for part in (hint_id, error_id) if part)
    kind = getattr(bound.field.widget, "input_type", "") or "text"
    is_group = bound.use_fieldset and kind in ("radio", "checkbox")
    attributes: dict[str, str | bool] = {"aria-describedby": described_by} if described_by and not is_group else {}
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attributes),
        "is_group": is_group,
        "is_check": kind == "checkbox" and not is_group,
        "hint_id": hint_id,
        "error_id": error_id,
        "described_by": described_by,
        "seen": seen or getattr(bound.field, "seen", ""),
        "seen_by": seen_by or getattr(bound.field, "seen_by", ""),
    }


@register.inclusion_tag("shell/errors.html")
def errors(form: BaseForm) -> dict[str, Any]:
    """The summary at the top of a form that was not taken; shows nothing where nothing is wrong."""
    return {
        "general": form.non_field_errors(),
        "fields": [bound for bound in form if bound.errors and not bound.is_hidden],
        "is_shown": bool(form.errors),
    }


@register.simple_tag
def second_look_note() -> SafeString:
    """Say, before anybody types, who sees the second look and what becomes of it."""
    words = gettext(
        "Only you see the second look. It comes below your words at each rest in typing, is never kept, and no mark "
        "holds your words back."
    )
    return format_html('<p class="hint">{}</p>', words)


@register.inclusion_tag("shell/second_look.html", takes_context=True)
def second_look(context: dict[str, Any], kind: str, *fields: BoundField) -> dict[str, Any]:
    """Show a second look at the draft in these fields, and again at each rest in typing; in their form, below them."""
    names = [field.html_name for field in fields]
    request = context.get("request")
    return {
        "request": request,
        "url": reverse("shell:second_look", args=[kind, ",".join(names)]),
        "region": f"look-{fields[0].auto_id}",
        "fields": ", ".join(f"#{field.id_for_label}" for field in fields),
        "params": ",".join(["csrfmiddlewaretoken", "look_seen", "wave", *names]),
        "look": look_at((field.value() or "" for field in fields), kind=Kind(kind), waved=waved_by(request)),
    }
