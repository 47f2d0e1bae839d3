"""The one place of the web app that may reach out: to a language model, where the host runs one and it passed the gate.

    endpoint.py    one question to one address: pinned, bounded, with no redirect and no proxy
    marks.py       a talk marked by a model, in our words for moves and feelings
    questions.py   questions that a person could ask themselves; whatever is no question is dropped
    sayings.py     what words do that a model may not do: take a side, push, write what to send
    ticket.py      that a model passed the gate

Nothing in it knows Django, a row or a setting. What a model answers is taken for a stranger's words, as the talk that
it read was written by people who may have meant it to be read by a model.
"""
