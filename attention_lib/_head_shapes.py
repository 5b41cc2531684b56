"""Check that the matrices of multi-head attention fit each other and the number of heads."""

from attention_lib._arrays import float_array, require_shape


def matrix_and_bias(matrix, bias, name):
    """Return both as floats, checked against each other; the bias may be None."""
    matrix = float_array(matrix, f"w_{name}")
    require_shape(matrix, f"w_{name}", from_dim=None, to_dim=None)
    if bias is not None:
        bias = float_array(bias, f"b_{name}")
        require_shape(bias, f"b_{name}", to_dim=matrix.shape[1])
    return matrix, bias


def require_heads_that_fit(layer):
    """Say which shapes of a `MultiHeadAttention` do not fit, if some do not."""
    heads, kv_heads = layer.num_heads, layer.num_kv_heads
    if heads % kv_heads:
        raise ValueError(
            f"num_heads must be a multiple of num_kv_heads; got num_heads {heads} "
            f"and num_kv_heads {kv_heads}"
        )
    head_dim = _per_head(layer.w_query, "w_query", heads, "num_heads")
    value_dim = _per_head(layer.w_value, "w_value", kv_heads, "num_kv_heads")
    memory_dim = len(layer.w_value)
    for name, axes in {
        "w_key": {"memory_dim": memory_dim, "num_kv_heads * head_dim": kv_heads * head_dim},
        "w_output": {
            "num_heads * value_dim": heads * value_dim,
            "output_dim": layer.w_output.shape[1],
        },
    }.items():
        require_shape(getattr(layer, name), name, **axes)


def _per_head(matrix, name, heads, heads_name):
    """Return how many of a matrix's columns belong to one head."""
    if matrix.shape[1] == 0 or matrix.shape[1] % heads:
        raise ValueError(
            f"{heads_name} must divide the columns of {name}; got {heads_name} {heads} "
            f"and {name} {matrix.shape}"
        )
    return matrix.shape[1] // heads
