"""A language model on one's own machine, where somebody runs one and it passed the gate.

    endpoint.py    one question to one address: pinned, bounded, with no redirect and no proxy
    marks.py       a talk marked by a model, in our words for moves and feelings
    questions.py   questions that a person could ask themselves; whatever is no question is dropped
    sayings.py     what words do that a model may not do: take a side, push, write what to send
    ticket.py      that a model passed the gate

What a model answers is taken for a stranger's words, as the talk that it read was written by people who may have meant
it to be read by a model.
"""

from amends.outside.model.endpoint import Model, ModelFailed, check_address
from amends.outside.model.marks import marks_by_model
from amends.outside.model.questions import questions_by_model
from amends.outside.model.ticket import NoTicket, Ticket, check_ticket

__all__ = [
    "Model",
    "ModelFailed",
    "NoTicket",
    "Ticket",
    "check_address",
    "check_ticket",
    "marks_by_model",
    "questions_by_model",
]
