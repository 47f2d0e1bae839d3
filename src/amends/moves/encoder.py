"""The encoder: a small transformer that reads the messages of a talk in their context.

It is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers & Gurevych 2019; Apache-2.0), trained on by `training.encoder` and
stored with whole numbers of eight bits. It runs on one core and needs no network.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from amends.moves.windows import Window, lines_of, taken_from, windows_of
from amends.moves.wordpieces import Wordpieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from numpy.typing import NDArray


class Encoder:
    """A model with its vocabulary. `scores` tells what a talk's messages look like in their context."""

    def __init__(self, session: Any, wordpieces: Wordpieces) -> None:
        """Take a session of ONNX Runtime with the inputs that `inputs_of` makes."""
        self._session = session
        self.outputs: int = session.get_outputs()[0].shape[2]
        self.wordpieces = wordpieces

    def scores(
        self,
        spoken: Iterable[tuple[str, datetime | None, str]],
        *,
        people: frozenset[str],
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """Return log odds by message and output (`training.encoder.OUTPUTS`), for (speaker, time, text) in order.

        `progress` is told how many messages have been read.
        """
        lines = lines_of(spoken, self.wordpieces, people=people)
        windows = list(windows_of(lines, self.wordpieces))
        read: list[NDArray[np.float32]] = []
        # One by one: several in a batch crowd each other out of the cache, and share one scale of eight bits.
        for window in windows:
            (odds,) = self._session.run(None, inputs_of([window]))
            read.append(odds[0])
            if progress:
                progress(window.messages[-1][0] + 1)
        rows = [read[window][place] for _, (window, place) in sorted(taken_from(windows).items())]
        return np.stack(rows) if rows else np.empty((0, self.outputs), np.float32)


def inputs_of(windows: Sequence[Window]) -> dict[str, NDArray[Any]]:
    """Return the arrays of a batch: pieces and mask [windows, pieces], means and signs [windows, messages, pieces]."""
    length = max(len(window.pieces) for window in windows)
    messages = max(len(window.messages) for window in windows)
    pieces = np.zeros((len(windows), length), np.int64)
    mask = np.zeros((len(windows), length), np.float32)
    means = np.zeros((len(windows), messages, length), np.float32)
    signs = np.zeros((len(windows), messages, length), np.float32)
    for row, window in enumerate(windows):
        pieces[row, : len(window.pieces)] = window.pieces
        mask[row, : len(window.pieces)] = 1
        for place, (_, start, end) in enumerate(window.messages):
            means[row, place, start:end] = 1 / (end - start)
            signs[row, place, start] = 1
    return {"pieces": pieces, "mask": mask, "means": means, "signs": signs}


@lru_cache(1)
def encoder_of(language: str = "en") -> Encoder:
    """Load the encoder of a language, on one thread, once in a process."""
    import onnxruntime  # here, as it takes half a second that only a careful pass needs

    folder = files("amends.content") / language
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        (folder / "encoder.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
    )
    vocabulary = (folder / "encoder_pieces.txt").read_text(encoding="utf-8").split("\n")
    return Encoder(session, Wordpieces(vocabulary))
