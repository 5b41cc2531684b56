"""Exercises and their checks: what a learner is asked, and what the answer shows."""

from attention_lib.practice.checks import (
    check_causal_mask,
    check_scaled_dot_product,
    check_stable_softmax,
)
from attention_lib.practice.report import Report

__all__ = [
    "Report",
    "check_causal_mask",
    "check_scaled_dot_product",
    "check_stable_softmax",
]
