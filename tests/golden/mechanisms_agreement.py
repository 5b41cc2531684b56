"""Our answer to a case of mechanisms_cases, and how near it must come to PyTorch's."""

from functools import partial

import numpy as np

import attention_lib as al

TOLERANCE = {"float32": 2e-5, "float64": 1e-12}  # scores reach 40
HEADS_OF = {2: 4, 3: 6, 4: 12}  # by the rank of the query: two that are no powers of two


def answer(kind, query, key, value, *, matrix, places, w_query, w_key, v, centres, mask):
    """Return what the library says."""
    hidden = {"w_query": w_query, "w_key": w_key, "v": v}
    additive = partial(al.additive_score, **hidden)
    general = partial(al.general_score, matrix=matrix)
    calls = {
        "dot": lambda: al.dot_score(query, key),
        "scaled": lambda: al.scaled_dot_score(query, key),
        "cosine": lambda: al.cosine_score(query, key),
        "general": lambda: general(query, key),
        "additive": lambda: additive(query, key),
        "concat": lambda: al.concat_score(query, key, matrix=np.concatenate([w_query, w_key]), v=v),
        "location": lambda: al.location_score(query, key, matrix=places),
        "attend additive": lambda: al.attend(query, key, value, score=additive, mask=mask),
        "attend general": lambda: al.attend(query, key, value, score=general, mask=mask),
        "local-m": lambda: al.local_attention(query, key, value, half_width=1),
        "local-p": lambda: al.local_attention(
            query, key, value, half_width=1.7, centres=centres, score=al.dot_score
        ),
        "rotary": lambda: al.rotary(query),
        "alibi": lambda: al.alibi_bias(*mask.shape, num_heads=HEADS_OF[query.ndim]),
    }
    return calls[kind]()


def assert_agrees(case, expected):
    """Require the same shape and dtype, and the same numbers up to rounding."""
    result = answer(case.kind, **case.inputs())
    assert result.shape == expected.shape
    if case.kind != "alibi":  # which takes lengths only, and is float64
        assert result.dtype == expected.dtype == case.dtype
    tolerance = TOLERANCE[case.dtype]
    np.testing.assert_allclose(result, expected, rtol=tolerance, atol=tolerance)
