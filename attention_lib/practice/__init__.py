"""Exercises and their checks: what a learner is asked, and what the answer shows."""

from attention_lib.practice.checks import (
    check_additive_score,
    check_cache_step,
    check_causal_mask,
    check_content_scores,
    check_cross_attention_mask,
    check_grouped_query,
    check_local_mask,
    check_merge_heads,
    check_multi_head,
    check_rotary,
    check_scaled_dot_product,
    check_self_attention,
    check_soft_lookup,
    check_split_heads,
    check_stable_softmax,
)
from attention_lib.practice.report import Report

__all__ = [
    "Report",
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
