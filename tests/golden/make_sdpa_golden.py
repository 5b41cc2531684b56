"""Write sdpa.npz: what PyTorch's scaled_dot_product_attention answers to every case.

Run it in an environment with requirements-peers.txt: python tests/golden/make_sdpa_golden.py
"""

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from golden.sdpa_cases import CASES  # noqa: E402


def torch_attention(case):
    """Return PyTorch's output for one case as a NumPy array."""
    import torch  # here, so that test collection can read this file without PyTorch

    query, key, value, mask = case.inputs()
    output = torch.nn.functional.scaled_dot_product_attention(
        *map(torch.from_numpy, (query, key, value)),
        attn_mask=None if mask is None else torch.from_numpy(mask),
        is_causal=case.is_causal,
        scale=case.scale,
        enable_gqa=case.is_grouped,
    )
    return output.numpy()


def main():
    """Write the golden file beside this script."""
    import torch

    answers = {case.name: torch_attention(case) for case in CASES}
    answers["softmax of nothing"] = torch.softmax(torch.full((2, 3), -torch.inf), -1).numpy()
    path = HERE / "sdpa.npz"
    np.savez_compressed(path, **answers)
    print(f"{len(CASES)} cases by PyTorch {torch.__version__}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
