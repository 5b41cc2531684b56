"""Write mechanisms.npz: what the same mechanisms, written in PyTorch another way, answer.

Run it in an environment with requirements-peers.txt: python tests/golden/make_mechanisms_golden.py
"""

import math
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from golden.mechanisms_agreement import HEADS_OF  # noqa: E402
from golden.mechanisms_cases import CASES  # noqa: E402


def torch_answer(case):
    """Return PyTorch's answer to one case as a NumPy array."""
    import torch  # here, so that test collection can read this file without PyTorch

    arrays = {name: torch.from_numpy(array) for name, array in case.inputs().items()}
    with torch.no_grad():
        return ANSWERS[case.kind](torch, **arrays).numpy()


def pairs(torch, query, key):
    """Return both vectors of every pair, (..., query_len, key_len, dim) each."""
    one, other = query.unsqueeze(-2), key.unsqueeze(-3)
    shape = torch.broadcast_shapes(one.shape[:-1], other.shape[:-1])
    return one.expand(*shape, -1), other.expand(*shape, -1)


def dot(torch, query, key, **_):
    return torch.einsum("...id,...jd->...ij", query, key)


def scaled(torch, query, key, **_):
    return torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(query.shape[-1])


def cosine(torch, query, key, **_):
    return torch.nn.functional.cosine_similarity(*pairs(torch, query, key), dim=-1)


def general(torch, query, key, matrix, **_):
    layer = torch.nn.Bilinear(*matrix.shape, 1, bias=False, dtype=matrix.dtype)
    layer.weight.copy_(matrix[None])
    return layer(*(side.contiguous() for side in pairs(torch, query, key))).squeeze(-1)


def linear(torch, matrix):
    layer = torch.nn.Linear(*matrix.shape, bias=False, dtype=matrix.dtype)
    layer.weight.copy_(matrix.T)
    return layer


def additive(torch, query, key, w_query, w_key, v, **_):
    """Bahdanau's alignment model as PyTorch tutorials write it: three linear layers."""
    w_a, u_a, v_a = (linear(torch, matrix) for matrix in (w_query, w_key, v[:, None]))
    return v_a(torch.tanh(w_a(query).unsqueeze(-2) + u_a(key).unsqueeze(-3))).squeeze(-1)


def concat(torch, query, key, w_query, w_key, v, **_):
    """Join the two vectors for real, then one linear layer."""
    layer = linear(torch, torch.cat([w_query, w_key]))
    joined = torch.cat(pairs(torch, query, key), dim=-1)
    return torch.nn.functional.linear(torch.tanh(layer(joined)), v)


def location(torch, query, key, places, **_):
    _, other = pairs(torch, query, key)
    return linear(torch, places)(query)[..., : key.shape[-2]].expand(other.shape[:-1])


def attend(score):
    def answer(torch, mask, value, **arrays):
        logits = score(torch, **arrays).masked_fill(~mask, -torch.inf)
        return torch.nan_to_num(torch.softmax(logits, dim=-1)) @ value

    return answer


def local_m(torch, query, key, value, **_):
    """Cut the window out and attend to it alone, one query at a time."""
    rows = []
    for t in range(query.shape[-2]):
        near = slice(max(t - 1, 0), t + 2)
        rows.append(
            torch.nn.functional.scaled_dot_product_attention(
                query[..., t : t + 1, :], key[..., near, :], value[..., near, :]
            )
            if t - 1 < key.shape[-2]
            else torch.zeros_like(value[..., :1, :]).expand(*query.shape[:-2], -1, -1)
        )
    return torch.cat(rows, dim=-2)


def local_p(torch, query, key, value, centres, **_):
    """exp over the window, each factor by itself; nothing is shared with a softmax."""
    offset = torch.arange(key.shape[-2], dtype=query.dtype) - centres.unsqueeze(-1)
    inside = (offset.abs() <= 1.7).to(query.dtype)
    parts = inside * torch.exp(dot(torch, query, key))
    align = parts / parts.sum(dim=-1, keepdim=True).clamp_min(1e-300)
    return (align * torch.exp(-0.5 * (offset / (1.7 / 2)) ** 2)) @ value


def rotary(torch, query, **_):
    """As in Llama: pairs as complex numbers, times unit ones."""
    length, head_dim = query.shape[-2:]
    steps = torch.arange(0, head_dim, 2, dtype=torch.float64) / head_dim
    angle = torch.outer(torch.arange(length, dtype=torch.float64), 10000.0**-steps)
    complex_pairs = torch.view_as_complex(query.double().reshape(*query.shape[:-1], -1, 2))
    turned = complex_pairs * torch.polar(torch.ones_like(angle), angle)
    return torch.view_as_real(turned).flatten(-2).to(query.dtype)


def alibi(torch, query, mask, **_):
    """Loop over heads, queries and keys; slopes by the recursion of the authors' code."""

    def slopes(count):
        below = 2 ** math.floor(math.log2(count))
        if below < count:
            return slopes(below) + slopes(2 * below)[0::2][: count - below]
        first = 2 ** (-(2 ** -(math.log2(count) - 3)))
        return [first ** (head + 1) for head in range(count)]

    num_heads = HEADS_OF[query.ndim]
    bias = torch.zeros(num_heads, *mask.shape, dtype=torch.float64)
    for head, slope in enumerate(slopes(num_heads)):
        for i in range(mask.shape[0]):
            for j in range(mask.shape[1]):
                bias[head, i, j] = -slope * abs(i - j)
    return bias


ANSWERS = {
    "dot": dot,
    "scaled": scaled,
    "cosine": cosine,
    "general": general,
    "additive": additive,
    "concat": concat,
    "location": location,
    "attend additive": attend(additive),
    "attend general": attend(general),
    "local-m": local_m,
    "local-p": local_p,
    "rotary": rotary,
    "alibi": alibi,
}


def main():
    """Write the golden file beside this script."""
    import torch

    path = HERE / "mechanisms.npz"
    np.savez_compressed(path, **{case.name: torch_answer(case) for case in CASES})
    print(f"{len(CASES)} cases by PyTorch {torch.__version__}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
