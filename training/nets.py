"""Fit the net of the careful pass (amends.moves.net). Needs PyTorch."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from amends.moves.net import FURTHEST, Net
from amends.moves.values import Move

NETS = 4  # side by side, each from another beginning
INNER = 64
EPOCHS, TOGETHER = 15, 256
RATE, DECAY = 3e-3, 1e-2
SIGNS_OUT, INNER_OUT = 0.2, 0.3  # left out at random while learning
FEELING = 0.13  # weight of the feeling beside the moves
LEAST_SPREAD = 0.01


def fitted_net(signs: np.ndarray, labels: np.ndarray) -> Net:
    """Return the net for signs of shape (messages, signs) and labels of shape (messages, senses)."""
    middle, spread = signs.mean(0), np.maximum(signs.std(0), LEAST_SPREAD)
    within = torch.tensor(np.clip((signs - middle) / spread, -FURTHEST, FURTHEST), dtype=torch.float32)
    targets = torch.tensor(labels, dtype=torch.float32)
    nets = [_fitted(within, targets, seed) for seed in range(NETS)]
    rounded = {
        "middle": middle,
        "spread": spread,
        "inner": np.hstack([inner.weight.detach().numpy().T for inner, _ in nets]),
        "inner_bias": np.hstack([inner.bias.detach().numpy() for inner, _ in nets]),
        "outer": np.vstack([outer.weight.detach().numpy().T for _, outer in nets]) / NETS,
        "outer_bias": np.mean([outer.bias.detach().numpy() for _, outer in nets], axis=0),
    }
    # As it lies in the file, so that the figures are those of what is shipped.
    return Net(**{name: array.astype(np.float16).astype(np.float64) for name, array in rounded.items()})


def _fitted(signs: torch.Tensor, targets: torch.Tensor, seed: int) -> tuple[nn.Linear, nn.Linear]:
    torch.manual_seed(seed)
    inner, outer = nn.Linear(signs.shape[1], INNER), nn.Linear(INNER, targets.shape[1])
    net = nn.Sequential(nn.Dropout(SIGNS_OUT), inner, nn.ReLU(), nn.Dropout(INNER_OUT), outer)
    batches = len(signs) // TOGETHER
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * batches, pct_start=0.1)
    net.train()
    for _ in range(EPOCHS):
        for some in torch.randperm(len(signs))[: batches * TOGETHER].split(TOGETHER):
            odds, right = net(signs[some]), targets[some]
            of_moves = functional.binary_cross_entropy_with_logits(odds[:, : len(Move)], right[:, : len(Move)])
            of_feeling = functional.cross_entropy(odds[:, len(Move) :], right[:, len(Move) :])
            optimizer.zero_grad()
            (of_moves + FEELING * of_feeling).backward()
            optimizer.step()
            schedule.step()
    return inner, outer
