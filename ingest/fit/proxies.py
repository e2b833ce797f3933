"""Item proxies for an encoder that was not fitted here: cosine softmax over frozen text vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional

from knowledge.dense import Vectors


def fit_proxies(vectors: Vectors, sizes: Sequence[int], seed: int, passes: int = 30, scale: float = 20.0) -> Vectors:
    """One unit vector an item, shape ``(len(sizes), dimension)``; rows of ``vectors`` come ``sizes[i]`` an item."""
    random = torch.Generator().manual_seed(seed)
    target = torch.repeat_interleave(torch.arange(len(sizes)), torch.tensor(sizes))
    points = torch.from_numpy(vectors)
    means = torch.zeros(len(sizes), vectors.shape[1]).index_add_(0, target, points)
    anchors = torch.nn.Parameter(functional.normalize(means))
    adam = torch.optim.Adam([anchors], lr=0.01)
    for _ in range(passes):
        for batch in torch.split(torch.randperm(len(target), generator=random), 256):
            loss = functional.cross_entropy(scale * points[batch] @ functional.normalize(anchors).T, target[batch])
            adam.zero_grad()
            torch.autograd.backward(loss)
            adam.step()
    return np.asarray(functional.normalize(anchors).detach().numpy(), dtype=np.float32)
