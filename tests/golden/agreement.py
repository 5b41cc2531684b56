"""Our answer to a case, and how near it must come to PyTorch's."""

import numpy as np

from attention_lib import scaled_dot_product_attention

TOLERANCE = {"float16": 2e-3, "float32": 1e-5, "float64": 1e-12}  # values reach 2


def assert_agrees(case, expected):
    """Require the same shape and dtype, and the same numbers up to rounding."""
    query, key, value, mask = case.inputs()
    output = scaled_dot_product_attention(
        query, key, value, mask=mask, is_causal=case.is_causal, scale=case.scale
    )
    assert output.dtype == expected.dtype == case.dtype
    assert output.shape == expected.shape
    np.testing.assert_allclose(output, expected, rtol=0, atol=TOLERANCE[case.dtype])
