"""Our answer to a case of transformer_cases, and how near it must come to PyTorch's."""

import numpy as np

TOLERANCE = {"float32": 3e-5, "float64": 1e-12}


def answer(case, model=None):
    """Return what the library says, a dict of arrays."""
    model = case.model() if model is None else model
    given = case.inputs()
    keep = given["keep"][:, None, None]
    if case.part.startswith("attention"):
        masks = {"padding": keep, "none": None, "causal": None}
        mask = masks.get(case.mask, given["pairs"])
        output, weights = model(
            given["x"],
            given["memory"],
            mask=mask,
            is_causal=case.mask == "causal",
            return_weights=True,
        )
        return {"output": output, "weights": weights}
    if case.part == "encoder block":
        return {"output": model(given["memory"], mask=keep)}
    if case.part == "decoder block":
        return {"output": model(given["x"], given["memory"], memory_mask=keep)}
    if case.part == "decoder-only":
        return {"output": model(given["target"])}
    if case.part == "encoder-only":
        return {"output": model(given["source"], keep=given["keep"])}
    return {"output": model(given["source"], given["target"], keep=given["keep"])}


def assert_agrees(case, expected):
    """Require the same arrays, shapes and dtype, and the same numbers up to rounding."""
    result = answer(case)
    assert set(result) == set(expected)
    for name, array in result.items():
        assert array.shape == expected[name].shape
        assert array.dtype == expected[name].dtype == case.dtype
        tolerance = TOLERANCE[case.dtype]
        np.testing.assert_allclose(array, expected[name], rtol=tolerance, atol=tolerance)
