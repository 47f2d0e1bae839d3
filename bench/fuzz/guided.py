"""Let Atheris look for inputs of one importer that reach code which no other did.

    python -m bench.fuzz.guided NAME FOLDER [options of libFuzzer]

FOLDER holds the inputs that did, and gets those that are found. Half of the changes are libFuzzer's, half those of
`Damage`. libFuzzer ends the process itself; the first input that breaks a promise ends it with an error.
"""

from __future__ import annotations

import random
import sys

import atheris

with atheris.instrument_imports(include=["amends.chats"]):
    from bench.fuzz.damage import Damage, Input
    from bench.fuzz.promises import SAID, keep
    from bench.fuzz.targets import targets

_LONGEST = 600


def main() -> None:
    """Look, until the options say that it is enough."""
    name, *options = sys.argv[1:]
    target = targets()[name]
    damage = Damage(target.seeds, random.Random(name))

    def read_one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        said = SAID[len(text) % len(SAID)]
        keep(lambda said: target.read(text, said), said, Input(text), again=False)

    def change(data: bytes, most: int, seed: int) -> bytes:
        if seed % 2:
            return bytes(atheris.Mutate(data, most))
        text = damage.input().text if seed % 16 == 0 else damage.text(data.decode("utf-8", "replace"))
        return text.encode("utf-8", "replace")[:most]

    again = f"{sys.executable} -m bench.fuzz.guided {name}"  # libFuzzer starts itself anew, by a shell, to merge
    atheris.Setup([again, f"-max_len={_LONGEST}", *options], read_one, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
