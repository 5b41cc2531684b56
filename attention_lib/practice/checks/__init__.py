"""One module per exercise; each check takes the learner's function and returns a Report."""

from attention_lib.practice.checks.causal_mask import check_causal_mask
from attention_lib.practice.checks.scaled_dot_product import check_scaled_dot_product
from attention_lib.practice.checks.stable_softmax import check_stable_softmax

__all__ = ["check_causal_mask", "check_scaled_dot_product", "check_stable_softmax"]
