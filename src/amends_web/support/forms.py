from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from amends.content.someone import someone_words

LONGEST = 1500


class SheetForm(forms.Form):
    """What somebody chooses to bring: things that the space holds, by ticking them, and words of their own."""

    things = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    wish = forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 3}))
    tried = forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 3}))
    know = forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, things: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = someone_words().sheet
        self.fields["wish"].label, self.fields["tried"].label, self.fields["know"].label = (
            words.wish,
            words.tried,
            words.know,
        )
        self.fields["things"].choices = list(things)  # type: ignore[attr-defined]
