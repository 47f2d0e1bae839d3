"""Hold Amends, or a language model, to the mirror: conflicts told from both sides.

    python -m bench.mirror
    python -m bench.mirror --model URL --name MODEL [--key-from-env NAME] [--answers FILE] [--ticket FILE]

URL is of an endpoint that speaks OpenAI's chat completions, and ends before /chat/completions: for a model on this
machine mostly http://127.0.0.1:11434/v1 or the like. It is sent invented tales only, a hundred and some questions.
`--answers` keeps what it said, so that a run that was stopped goes on where it was. Ends with 0 where all holds.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from amends.outside.model.endpoint import Model, ModelFailed
from amends.outside.model.ticket import Ticket
from bench.mirror import answers, engine
from bench.mirror.conflicts import FOLDER, Conflict, conflicts, files
from bench.mirror.figures import Figure

_TROUBLE = {
    "address": "This address cannot be asked; give one such as http://127.0.0.1:11434/v1.",
    "unreachable": "Nothing answers at this address; start the model's server and run this again.",
    "slow": "The model did not answer in time; give it more with --seconds.",
    "too_large": "The model answered with more than a megabyte; run this with another one.",
    "refused": "The server refused the question; check the model's name, and the key if it asks for one.",
    "garbled": "What came back is no chat completion; check that the address ends before /chat/completions.",
}


def main(given: Sequence[str] | None = None) -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conflicts", type=Path, default=FOLDER, help="a folder of conflicts (those of this bench)")
    parser.add_argument("--model", metavar="URL", help="the endpoint of a language model")
    parser.add_argument("--name", default="", help="the name of the model, as the endpoint knows it")
    parser.add_argument("--key-from-env", metavar="NAME", help="the variable that holds a key for the endpoint")
    parser.add_argument("--seconds", type=float, default=120.0, help="for one answer (120)")
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="where to keep the answers, one JSON object a line"
    )
    parser.add_argument("--ticket", type=Path, metavar="FILE", help="where to write the ticket of a model that passes")
    options = parser.parse_args(given)
    told = conflicts(options.conflicts)
    fearful = sum(bool(conflict.afraid) for conflict in told)
    print(f"{len(told)} conflicts, each told from both sides; in {fearful} of them one is afraid of the other")
    if options.model is None:
        return _printed(engine.figures(told))
    if not options.name:
        parser.error("say which model it is with --name, as the endpoint knows it")
    if options.key_from_env and options.key_from_env not in os.environ:
        parser.error(f"there is no variable {options.key_from_env}; set it to the key, or leave --key-from-env out")
    model = Model(
        name=options.name,
        url=options.model,
        key=os.environ[options.key_from_env] if options.key_from_env else "",
        anywhere=True,
        seconds=options.seconds,
    )
    try:
        return _hold_model(model, told, options)
    except ModelFailed as failed:
        print(_TROUBLE[failed.reason], file=sys.stderr)
        return 2


def _hold_model(model: Model, told: Sequence[Conflict], options: argparse.Namespace) -> int:
    gate = answers.gate(files(options.conflicts))
    said = answers.kept_answers(options.answers, gate=gate, model=model.name) if options.answers else {}
    for teller, answer in answers.ask_all(model, told, kept=said):
        said[teller] = answer
        print(f"\r{len(said)} of {2 * len(told)} tellings answered", end="", file=sys.stderr, flush=True)
        if options.answers:
            answers.keep_answer(options.answers, teller, answer, gate=gate, model=model.name)
    print(file=sys.stderr)
    figures = answers.figures(told, said)
    status = _printed(figures)
    if status == 0 and options.ticket:
        ticket = Ticket(
            model=model.name, gate=gate, tellings=2 * len(told), found=tuple(figure.found for figure in figures)
        )
        options.ticket.write_text(ticket.written() + "\n", encoding="utf-8")
        print(f"The ticket is in {options.ticket}; `python -m amends_web model_gate` keeps it on a server.")
    return status


def _printed(figures: Sequence[Figure]) -> int:
    for figure in figures:
        print(figure)
    passed = all(figure.holds for figure in figures)
    print("passed" if passed else "not passed")
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
