"""The words of an attributed string as Apple's NSArchiver writes it ("typedstream"), before what they look like."""

from __future__ import annotations

import re

# The header; then an object (84) of a class that is new (84), with its name (84 and a length), its version and the
# classes that it is derived from, up to none (85) or one that was named before (92 and above); in it a string, which
# is an object in the same way; and in that the bytes of its words (of the type "+").
_HEAD = re.compile(
    rb"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@"
    rb"\x84\x84\x84(?:\x19NSMutableAttributedString[\x00-\x7f]\x84\x84)?"
    rb"\x12NSAttributedString[\x00-\x7f]\x84\x84\x08NSObject[\x00-\x7f]\x85"
    rb"\x92\x84\x84\x84(?:\x0fNSMutableString[\x00-\x7f]\x84\x84)?\x08NSString[\x00-\x7f][\x92-\x9f]\x84\x01\+"
)
_LONGER = {0x81: 2, 0x82: 4}  # how many bytes hold a length that one byte can't


def attributed_text(data: bytes) -> str:
    """Return the words. Raises ValueError where the bytes are no attributed string, or are cut off in the words."""
    head = _HEAD.match(data)
    if head is None or head.end() == len(data):
        raise ValueError("an attributed string is expected here")
    start = head.end() + 1
    length = data[head.end()]
    if length >= 0x80:
        end = start + _LONGER.get(length, 0)
        length = int.from_bytes(data[start:end], "little") if end > start else len(data)
        start = end
    if start + length > len(data):
        raise ValueError("an attributed string that is cut off")
    return data[start : start + length].decode()
