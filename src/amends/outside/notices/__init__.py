"""A neutral notice to an address outside: a message by a chat service, or a push without a word in it."""

from amends.outside.notices.apart import Way, send_chat, send_push
from amends.outside.notices.chat import check_chat_address
from amends.outside.notices.failures import NoticeFailed
from amends.outside.notices.push import PushKey, check_push_address

__all__ = ["NoticeFailed", "PushKey", "Way", "check_chat_address", "check_push_address", "send_chat", "send_push"]
