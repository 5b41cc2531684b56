"""One module per exercise; each check takes the learner's function and returns a Report."""

from attention_lib.practice.checks.additive_score import check_additive_score
from attention_lib.practice.checks.cache_step import check_cache_step
from attention_lib.practice.checks.causal_mask import check_causal_mask
from attention_lib.practice.checks.content_scores import check_content_scores
from attention_lib.practice.checks.cross_attention_mask import check_cross_attention_mask
from attention_lib.practice.checks.grouped_query import check_grouped_query
from attention_lib.practice.checks.local_mask import check_local_mask
from attention_lib.practice.checks.merge_heads import check_merge_heads
from attention_lib.practice.checks.multi_head import check_multi_head
from attention_lib.practice.checks.rotary import check_rotary
from attention_lib.practice.checks.scaled_dot_product import check_scaled_dot_product
from attention_lib.practice.checks.self_attention import check_self_attention
from attention_lib.practice.checks.soft_lookup import check_soft_lookup
from attention_lib.practice.checks.split_heads import check_split_heads
from attention_lib.practice.checks.stable_softmax import check_stable_softmax

__all__ = [
    "check_additive_score",
    "check_cache_step",
    "check_causal_mask",
    "check_content_scores",
    "check_cross_attention_mask",
    "check_grouped_query",
    "check_local_mask",
    "check_merge_heads",
    "check_multi_head",
    "check_rotary",
    "check_scaled_dot_product",
    "check_self_attention",
    "check_soft_lookup",
    "check_split_heads",
    "check_stable_softmax",
]
