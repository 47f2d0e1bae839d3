"""Make the encoder's file: `python -m training.export WEIGHTS.pt VOCABULARY src/amends/content/en`.

Writes encoder.onnx, in whole numbers of eight bits by channel, and encoder_pieces.txt. Needs PyTorch and onnx.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from amends.moves.encoder import inputs_of
from amends.moves.windows import lines_of, windows_of
from amends.moves.wordpieces import Wordpieces
from training.encoder import Model

EXAMPLE = [("A", None, "you never listen"), ("B", None, "that's not fair, I was at work until nine")]


def main() -> None:
    """Read the weights, write the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("weights", "vocabulary", "folder"):
        options.add_argument(name, type=Path)
    given = options.parse_args()
    words = given.vocabulary.read_text(encoding="utf-8").rstrip("\n")
    wordpieces = Wordpieces(words.split("\n"))
    state = {name: tensor.float() for name, tensor in torch.load(given.weights, weights_only=True).items()}
    model = Model(len(wordpieces.ids), {}, 0.0)
    model.load_state_dict({name: tensor for name, tensor in state.items() if not name.startswith("heads.")})
    (window,) = windows_of(lines_of(EXAMPLE, wordpieces, people=frozenset()), wordpieces)
    example = {name: torch.from_numpy(array) for name, array in inputs_of([window, window]).items()}
    axes = {
        "pieces": {0: "windows", 1: "length"},
        "mask": {0: "windows", 1: "length"},
        "means": {0: "windows", 1: "messages", 2: "length"},
        "signs": {0: "windows", 1: "messages", 2: "length"},
        "odds": {0: "windows", 1: "messages"},
    }
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            model.eval(),
            tuple(example.values()),
            whole,
            input_names=list(example),
            output_names=["odds"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        # Seven of the eight bits: on processors without VNNI the sums of whole ones run over.
        quantize_dynamic(
            whole,
            given.folder / "encoder.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    file = onnx.load(given.folder / "encoder.onnx")
    del file.metadata_props[:]
    onnx.save(file, given.folder / "encoder.onnx")
    (given.folder / "encoder_pieces.txt").write_text(words, encoding="utf-8")


if __name__ == "__main__":
    main()
