"""Train the encoder on labelled talks: `python -m training.encoder --talks DIR --base FILE --pieces VOCABULARY …`

Needs PyTorch and safetensors, which Amends itself does not; uses a GPU where there is one. `--hold-out` names files
that are not trained on; the log odds of their messages are written, so that what stands on them (`training.careful`)
never sees a talk through a model that has learnt it.

1. On the public sets (`training/README.md`): emotions, disclosure and support, politeness, intent, negotiation.
2. On the talks, packed as `amends.moves.windows` packs them: moves, feeling, and the questions of the whole talk for
   every message, with the emotions again beside them. The weights kept are a running mean over the steps.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import sys
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset

from amends.moves.encoder import inputs_of
from amends.moves.marking import names_in
from amends.moves.rules import SENSES
from amends.moves.values import Feeling, Move
from amends.moves.windows import SPEAKERS, Line, Window, lines_of, taken_from, windows_of
from amends.moves.wordpieces import Wordpieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

QUESTIONS = ("missed bid", "open question", "turning point", "turned")
OUTCOMES = ("broken", "repaired", "mixed", "no_conflict")
OUTPUTS = (*map(str, SENSES), *QUESTIONS, *OUTCOMES)
"""The columns of the encoder's log odds."""

EMOTIONS = 28
LAYERS, HEADS, SIZE = 6, 12, 384
TURNING_NEAR = 0.3  # how much a message beside the turning point counts as one


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is tuned."""

    seed: int = 1
    rate: float = 1e-4
    head_rate: float = 1e-3
    public_epochs: float = 2
    epochs: int = 26
    batch: int = 12  # windows
    texts: int = 96  # public texts in a batch
    beside: float = 0.3  # weight of the emotions beside the talks
    feeling: float = 0.15
    questions: float = 0.3
    positive: float = 1.5  # how much more a missed label weighs than a false one
    dropout: float = 0.1
    words_out: float = 0.06  # of the pieces, hidden at random
    decay: float = 0.01


class Talk(NamedTuple):
    """A labelled talk: its lines, and a row of targets for each of `OUTPUTS`."""

    id: str
    file: str
    lines: list[Line]
    targets: np.ndarray


class Texts(NamedTuple):
    """A public set: lines of conversations (most of one line), targets by line, and how the targets are weighed."""

    name: str
    talks: list[list[Line]]
    targets: list[np.ndarray]
    binary: bool


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(SIZE, SIZE) for _ in range(4))
        self.widen, self.narrow = nn.Linear(SIZE, 4 * SIZE), nn.Linear(4 * SIZE, SIZE)
        self.norm_attended, self.norm = (nn.LayerNorm(SIZE, eps=1e-12) for _ in range(2))
        self.dropout = dropout

    def forward(self, states: Tensor, hidden: Tensor) -> Tensor:
        rows, length, _ = states.shape

        def heads(part: Tensor) -> Tensor:
            return part.view(rows, length, HEADS, SIZE // HEADS).transpose(1, 2)

        query, key, value = heads(self.query(states)), heads(self.key(states)), heads(self.value(states))
        dropout = self.dropout if self.training else 0.0
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=hidden, dropout_p=dropout)
        attended = attended.transpose(1, 2).reshape(rows, length, SIZE)
        states = self.norm_attended(states + self._drop(self.out(attended)))
        return self.norm(states + self._drop(self.narrow(functional.gelu(self.widen(states)))))

    def _drop(self, states: Tensor) -> Tensor:
        return functional.dropout(states, self.dropout, self.training)


class Model(nn.Module):
    """The encoder with a head for the talks and one for each public set."""

    def __init__(self, pieces: int, sets: dict[str, int], dropout: float) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(pieces, SIZE), nn.Embedding(512, SIZE)
        self.norm = nn.LayerNorm(SIZE, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.head = nn.Linear(2 * SIZE, len(OUTPUTS))
        self.heads = nn.ModuleDict({name: nn.Linear(2 * SIZE, width) for name, width in sets.items()})
        self.dropout = dropout

    def forward(self, pieces: Tensor, mask: Tensor, means: Tensor, signs: Tensor) -> Tensor:
        return self.head(self.messages(pieces, mask, means, signs))

    def messages(self, pieces: Tensor, mask: Tensor, means: Tensor, signs: Tensor) -> Tensor:
        places = self.places.weight[: pieces.shape[1]]
        states = functional.dropout(self.norm(self.pieces(pieces) + places), self.dropout, self.training)
        hidden = ((1 - mask) * -10_000.0)[:, None, None, :].to(self._kind(states))
        for layer in self.layers:
            states = layer(states, hidden)
        both = torch.cat([means.to(states.dtype) @ states, signs.to(states.dtype) @ states], -1)
        return functional.dropout(both, self.dropout, self.training)

    @staticmethod
    def _kind(states: Tensor) -> torch.dtype:
        device = states.device.type
        return torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else states.dtype

    def begin_from(self, weights: dict[str, Tensor]) -> None:
        """Take over the weights of a BERT of this size."""
        with torch.no_grad():
            self.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(
                weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
            )
            _copy(self.norm, weights, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                name = f"encoder.layer.{number}"
                for ours, theirs in (
                    (layer.query, "attention.self.query"),
                    (layer.key, "attention.self.key"),
                    (layer.value, "attention.self.value"),
                    (layer.out, "attention.output.dense"),
                    (layer.norm_attended, "attention.output.LayerNorm"),
                    (layer.widen, "intermediate.dense"),
                    (layer.narrow, "output.dense"),
                    (layer.norm, "output.LayerNorm"),
                ):
                    _copy(ours, weights, f"{name}.{theirs}")


def _copy(module: Any, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])


def main() -> None:
    """Train, and write the log odds of what was held out, and the weights."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--talks", type=Path, nargs="+", required=True, help="folders of Breakdowns files")
    options.add_argument("--public", type=Path, help="folder of the public sets")
    options.add_argument("--base", type=Path, required=True, help="weights to begin from, as safetensors")
    options.add_argument("--pieces", type=Path, required=True, help="its vocabulary")
    options.add_argument("--hold-out", nargs="*", default=[], help="files (d1, e3, ...) that are not trained on")
    options.add_argument("--scores", type=Path, help="where the log odds of the talks held out go (.npz)")
    options.add_argument("--weights", type=Path, help="where the weights go (.pt)")
    options.add_argument("--plan", default="{}", help="what differs from Plan, as JSON")
    given = options.parse_args()
    plan = replace(Plan(), **json.loads(given.plan))
    _seed(plan.seed)
    wordpieces = Wordpieces(given.pieces.read_text(encoding="utf-8").rstrip("\n").split("\n"))
    talks = [talk for folder in given.talks for talk in talks_in(folder, wordpieces)]
    seen = [talk for talk in talks if talk.file not in given.hold_out]
    sets = public_sets(given.public, wordpieces) if given.public else []
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Model(len(wordpieces.ids), {one.name: one.targets[0].shape[1] for one in sets}, plan.dropout)
    model.begin_from({name: tensor.float() for name, tensor in load_file(given.base).items()})
    model.to(device)
    mean = train(model, seen, sets, wordpieces, plan, device)
    if given.public:
        dev, test = emotions_score(mean, given.public, wordpieces, device)
        _say(f"GoEmotions, macro-F1 over 28: dev {dev:.4f}, test {test:.4f}")
    if given.scores:
        held = [talk for talk in talks if talk.file in given.hold_out]
        np.savez(given.scores, **{talk.id: scores_of(mean, talk, wordpieces, device) for talk in held})
    if given.weights:
        torch.save({name: tensor.half().cpu() for name, tensor in mean.state_dict().items()}, given.weights)


def talks_in(folder: Path, wordpieces: Wordpieces) -> list[Talk]:
    """Return the talks of a folder of Breakdowns files."""
    return [
        _talk(json.loads(line), path.stem, wordpieces)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]


def _talk(talk: dict[str, Any], file: str, wordpieces: Wordpieces) -> Talk:
    messages = talk["messages"]
    spoken = [(one["from"], datetime.fromisoformat(one["at"]), one["text"]) for one in messages]
    turned = talk["turning_point"]
    targets = np.zeros((len(messages), len(OUTPUTS)), np.float32)
    for n, one in enumerate(messages):
        facts = {
            *one["moves"],
            one["feeling"],
            talk["outcome"],
            *(["missed bid"] if n in talk["missed_bids"] else []),
            *(["open question"] if n in talk["open_questions"] else []),
            *(["turned"] if turned is not None and n >= turned else []),
        }
        targets[n] = [output in facts for output in OUTPUTS]
        if turned is not None and abs(n - turned) <= 1:
            targets[n, OUTPUTS.index("turning point")] = 1 if n == turned else TURNING_NEAR
    lines = lines_of(spoken, wordpieces, people=names_in(talk["people"]))
    return Talk(talk["id"], file, lines, targets)


def public_sets(folder: Path, wordpieces: Wordpieces) -> list[Texts]:
    """Return the public sets that lie in the folder."""
    support = [row for row in _rows(folder / "offmychest/train.csv") if len(row) == 5]
    intent = _lines(folder / "email_intent/train.txt")
    polite = [row for name in ("wikipedia", "stack-exchange") for row in _rows(folder / f"politeness/{name}.csv")]
    emotions = _emotions(folder / "goemotions/train.tsv")
    deals = json.loads((folder / "casino/annotated.json").read_text(encoding="utf-8"))
    means = sorted({label for deal in deals for _, labels in deal for label in labels.split(",")})
    return [
        _texts("emotions", wordpieces, [(text, row) for text, row in emotions]),
        _texts("support", wordpieces, [(row[0], [float(one) for one in row[1:]]) for row in support]),
        _texts("intent", wordpieces, [(text, [float(label == "Yes")]) for label, text in intent]),
        _texts("politeness", wordpieces, [(row[0], [float(row[1])]) for row in polite], binary=False),
        Texts(
            "deals",
            [
                lines_of(
                    [("AB"[n % 2], None, text) for n, (text, _) in enumerate(deal)], wordpieces, people=frozenset()
                )
                for deal in deals
            ],
            [
                np.array([[mean in labels.split(",") for mean in means] for _, labels in deal], np.float32)
                for deal in deals
            ],
            binary=True,
        ),
    ]


def _texts(
    name: str, wordpieces: Wordpieces, texts: Sequence[tuple[str, list[float]]], *, binary: bool = True
) -> Texts:
    return Texts(
        name,
        [[Line(0, 0, tuple(_pieces(text, wordpieces)))] for text, _ in texts],
        [np.array([row], np.float32) for _, row in texts],
        binary,
    )


def _pieces(text: str, wordpieces: Wordpieces) -> list[int]:
    people = frozenset({"xnamex"})
    return wordpieces.ids_of(text.replace("[NAME]", "xnamex"), people=people)[:96]


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def _lines(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [(line.split("\t", 1)[0], line.split("\t", 1)[1]) for line in lines if "\t" in line]


def _emotions(path: Path) -> list[tuple[str, list[float]]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    pairs = [line.split("\t")[:2] for line in lines if "\t" in line]
    return [(text, [float(str(n) in ids.split(",")) for n in range(EMOTIONS)]) for text, ids in pairs]


def train(
    model: Model, talks: list[Talk], sets: list[Texts], wordpieces: Wordpieces, plan: Plan, device: torch.device
) -> Model:
    """Train the model, and return the running mean of its weights."""
    public = int(plan.public_epochs * sum(math.ceil(len(one.talks) / _together(one, plan)) for one in sets))
    if public:
        batches = _loaded(lambda: _public_batches(sets, plan, wordpieces), device)
        _run(model, batches, public, plan, device, rate=plan.rate * 1.5)
    each = math.ceil(sum(len(list(windows_of(talk.lines, wordpieces, overlap=0))) for talk in talks) / plan.batch)
    batches = _loaded(lambda: _talk_batches(talks, sets, plan, wordpieces), device)
    return _run(model, batches, each * plan.epochs, plan, device, rate=plan.rate)


Batch = list[tuple[str, dict[str, Tensor], Tensor, Tensor]]
"""For each set in it: its name, the encoder's inputs, the targets of the messages, and where these stand."""


class Stream(IterableDataset[Batch]):
    """Batches without end, made in a process of their own where a GPU waits for them."""

    def __init__(self, batches: Callable[[], Iterator[Batch]]) -> None:
        self._batches = batches

    def __iter__(self) -> Iterator[Batch]:
        return self._batches()


def _loaded(batches: Callable[[], Iterator[Batch]], device: torch.device) -> Iterator[Batch]:
    gpu = device.type == "cuda"
    return iter(DataLoader(Stream(batches), batch_size=None, num_workers=int(gpu), pin_memory=gpu))


def _run(model: Model, batches: Iterator[Batch], steps: int, plan: Plan, device: torch.device, *, rate: float) -> Model:
    heads = [tensor for name, tensor in model.named_parameters() if name.startswith("head")]
    body = [tensor for name, tensor in model.named_parameters() if not name.startswith("head")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": heads, "lr": plan.head_rate}],
        weight_decay=plan.decay,
        fused=device.type == "cuda",
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.06 * steps + 1), max(0.02, 1 - step / steps))
    )
    mean = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99))
    model.train()
    started, total = time.monotonic(), 0.0
    for step in range(steps):
        loss = torch.zeros((), device=device)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda"):
            for name, inputs, targets, held in next(batches):
                moved = {key: tensor.to(device, non_blocking=True) for key, tensor in inputs.items()}
                head = model.head if name == "talks" else model.heads[name]
                odds = head(model.messages(**moved)).float().flatten(0, 1)
                odds = odds[held.to(device, non_blocking=True)]
                loss = loss + _loss(name, odds, targets.to(device, non_blocking=True), plan)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean.update_parameters(model)
        if step % 200 == 199:
            total = float(loss.detach())
            _say(f"step {step + 1} of {steps}, loss {total:.3f}, {time.monotonic() - started:.0f} s")
    averaged: Model = mean.module
    return averaged.eval()


def _loss(name: str, odds: Tensor, targets: Tensor, plan: Plan) -> Tensor:
    if name == "politeness":
        return 0.1 * functional.mse_loss(odds, targets)
    if name != "talks":
        weight = plan.beside if name == "emotions" else 1.0
        return weight * functional.binary_cross_entropy_with_logits(odds, targets) * 10
    moves, feelings = len(Move), len(Feeling)
    positive = torch.full((moves,), plan.positive, device=odds.device)
    of_moves = functional.binary_cross_entropy_with_logits(odds[:, :moves], targets[:, :moves], pos_weight=positive)
    middle = slice(moves, moves + feelings)
    of_feeling = functional.cross_entropy(odds[:, middle], targets[:, middle].argmax(1))
    questions = slice(moves + feelings, moves + feelings + len(QUESTIONS))
    of_questions = functional.binary_cross_entropy_with_logits(odds[:, questions], targets[:, questions])
    of_outcome = functional.cross_entropy(odds[:, -len(OUTCOMES) :], targets[:, -len(OUTCOMES) :].argmax(1))
    return (
        10 * of_moves
        + 10 * plan.feeling * of_feeling
        + 10 * plan.questions * of_questions
        + plan.questions * of_outcome
    )


def _together(one: Texts, plan: Plan) -> int:
    return plan.texts if len(one.talks[0]) == 1 else plan.batch


def _public_batches(sets: list[Texts], plan: Plan, wordpieces: Wordpieces) -> Iterator[Batch]:
    shares = [math.ceil(len(one.talks) / _together(one, plan)) for one in sets]
    streams = [_of_set(one, plan, wordpieces) for one in sets]
    while True:
        (stream,) = random.choices(streams, weights=shares)
        yield [next(stream)]


def _of_set(one: Texts, plan: Plan, wordpieces: Wordpieces) -> Iterator[Any]:
    order = list(range(len(one.talks)))
    size = _together(one, plan)
    while True:
        random.shuffle(order)
        for first in range(0, len(order) - size + 1, size):
            numbers = order[first : first + size]
            windows, targets = [], []
            for number in numbers:
                (window, *_) = windows_of(one.talks[number], wordpieces)
                windows.append(window)
                targets.append(one.targets[number][: len(window.messages)])
            yield _batch(one.name, windows, targets, plan, wordpieces)


def _talk_batches(talks: list[Talk], sets: list[Texts], plan: Plan, wordpieces: Wordpieces) -> Iterator[Batch]:
    beside = [_of_set(one, plan, wordpieces) for one in sets if one.name == "emotions"]
    while True:
        cut = []
        for talk in talks:
            first = random.randrange(3) if random.random() < 0.3 and len(talk.lines) > 8 else 0
            turn = random.randrange(SPEAKERS)
            lines = [line._replace(speaker=(line.speaker + turn) % SPEAKERS) for line in talk.lines[first:]]
            cut += [
                (window, talk.targets[[first + number for number, _, _ in window.messages]])
                for window in windows_of(lines, wordpieces, overlap=random.choice((0, 64, 128)))
            ]
        random.shuffle(cut)
        for start in range(0, len(cut) - plan.batch + 1, plan.batch):
            some = cut[start : start + plan.batch]
            windows, targets = [window for window, _ in some], [rows for _, rows in some]
            batch = [_batch("talks", windows, targets, plan, wordpieces)]
            yield batch + [next(stream) for stream in beside]


def _batch(
    name: str,
    windows: list[Window],
    targets: list[np.ndarray],
    plan: Plan,
    wordpieces: Wordpieces,
) -> tuple[str, dict[str, Tensor], Tensor, Tensor]:
    arrays = inputs_of(windows)
    words = arrays["pieces"] >= wordpieces.ids["[MASK]"]  # signs and stops have lower ids
    out = (np.random.random(words.shape) < plan.words_out) & words
    arrays["pieces"][out] = wordpieces.ids["[MASK]"]
    held = np.flatnonzero(arrays["means"].sum(2) > 0)
    inputs = {key: torch.from_numpy(array) for key, array in arrays.items()}
    return name, inputs, torch.from_numpy(np.concatenate(targets)), torch.from_numpy(held)


@torch.no_grad()
def scores_of(model: Model, talk: Talk, wordpieces: Wordpieces, device: torch.device) -> np.ndarray:
    """Return the log odds of a talk's messages, taken from its windows as `amends.moves.encoder` takes them."""
    windows = list(windows_of(talk.lines, wordpieces))
    read = []
    for window in windows:
        arrays = {key: torch.from_numpy(array).to(device) for key, array in inputs_of([window]).items()}
        read.append(model(**arrays)[0].float().cpu().numpy())
    return np.stack([read[window][place] for _, (window, place) in sorted(taken_from(windows).items())])


@torch.no_grad()
def emotions_score(model: Model, folder: Path, wordpieces: Wordpieces, device: torch.device) -> tuple[float, float]:
    """Return macro-F1 on the official dev and test parts, with a threshold for each label chosen on the dev part."""
    odds, labels = {}, {}
    for part in ("dev", "test"):
        texts = _emotions(folder / f"goemotions/{part}.tsv")
        windows = [next(windows_of([Line(0, 0, tuple(_pieces(text, wordpieces)))], wordpieces)) for text, _ in texts]
        found = []
        for first in range(0, len(windows), 256):
            arrays = inputs_of(windows[first : first + 256])
            inputs = {key: torch.from_numpy(array).to(device) for key, array in arrays.items()}
            found.append(model.heads["emotions"](model.messages(**inputs))[:, 0].float().cpu().numpy())
        odds[part] = 1 / (1 + np.exp(-np.concatenate(found)))
        labels[part] = np.array([row for _, row in texts]) > 0
    on_dev, on_test = [], []
    for emotion in range(EMOTIONS):
        leasts = np.arange(0.05, 0.8, 0.025)
        worth = [_f1(odds["dev"][:, emotion] >= least, labels["dev"][:, emotion]) for least in leasts]
        least = leasts[int(np.argmax(worth))]
        on_dev.append(max(worth))
        on_test.append(_f1(odds["test"][:, emotion] >= least, labels["test"][:, emotion]))
    return float(np.mean(on_dev)), float(np.mean(on_test))


def _f1(found: np.ndarray, right: np.ndarray) -> float:
    return float(2 * (found & right).sum() / max(1, found.sum() + right.sum()))


def _seed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
