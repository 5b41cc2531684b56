"""Check and prepare arrays, so that the attention functions can read as formulas."""

import math
import numbers
import operator

import numpy as np

AXES = {
    "query": ("query_len", "head_dim"),
    "key": ("key_len", "head_dim"),
    "value": ("key_len", "value_dim"),
}

FARTHEST = 2**62  # a position; sums of two stay within int64


def float_array(x, name):
    """Return ``x`` as a float16, float32 or float64 array; integers become float64."""
    array = rectangular(x, name)
    if array.dtype == object and array.size and all(type(number) is int for number in array.flat):
        array = _beyond_int64(array, name)
    if array.dtype.kind in "iub":
        return array.astype(np.float64)
    if array.dtype.kind != "f" or array.dtype.itemsize > 8:
        raise TypeError(f"{name} must hold real numbers up to float64; got dtype {array.dtype}")
    return array


def rectangular(x, name):
    """Return ``x`` as an array, or say that its rows must be of the same length."""
    try:
        return np.asarray(x)
    except ValueError:  # nested lists of unequal lengths
        raise ValueError(f"{name} must be rectangular: all rows of the same length") from None


def at_least_float32(array):
    """Return float16 as float32, in which sums keep their digits; others unchanged."""
    return array.astype(np.float32) if array.dtype == np.float16 else array


def finite_number(x, name, above=-math.inf):
    """Return ``x``, or say that it must be a finite number."""
    if not isinstance(x, numbers.Real) or not _is_finite(x) or x <= above:
        wanted = "a finite number" if above == -math.inf else f"a finite number above {above}"
        raise ValueError(f"{name} must be {wanted}; got {x!r:.60}")
    return x


def integer(x, name):
    """Return ``x`` as an int, or say that it must be one."""
    try:
        x = operator.index(x)
    except TypeError:
        raise TypeError(f"{name} must be an integer; got {x!r:.60}") from None
    if abs(x) > FARTHEST:
        raise ValueError(f"{name} must lie within ±2**62; got {x!r:.60}")
    return x


def count(x, name, at_least=0):
    """Return ``x`` as an int of at least 0 (or 1), or say that it must be one."""
    x = integer(x, name)
    if x < at_least:
        raise ValueError(f"{name} must be {at_least} or more; got {x}")
    return x


def as_qkv(*, same_head_dim=True, **named):
    """Convert query, key and perhaps value to one floating dtype and check their shapes."""
    arrays = {name: float_array(x, name) for name, x in named.items()}
    for name, array in arrays.items():
        if array.ndim < 2:
            raise ValueError(
                f"{name} must have at least the axes ({', '.join(AXES[name])}); "
                f"got shape {array.shape}"
            )
    if same_head_dim:
        _same_size(arrays, "query", "key", -1, "head_dim")
    if arrays["query"].shape[-1] == 0:
        raise ValueError(f"head_dim must be at least 1; got query {arrays['query'].shape}")
    if "value" in arrays:
        _same_size(arrays, "key", "value", -2, "key_len")
        _heads_fit(**arrays)
    dtype = np.result_type(*arrays.values())
    return [array.astype(dtype, copy=False) for array in arrays.values()]


def as_wide(**named):
    """Return all in the widest dtype among them, at least float32, and the dtype to answer in."""
    arrays = [float_array(x, name) for name, x in named.items()]
    dtype = np.result_type(*arrays)
    wide = np.result_type(dtype, np.float32)
    return *(array.astype(wide, copy=False) for array in arrays), dtype


def wide_qkv(query, key, value):
    """Check query, key and value, give every query head its key/value head, and widen all."""
    query, key, value = as_qkv(query=query, key=key, value=value, same_head_dim=False)
    query, key, value, dtype = as_wide(query=query, key=key, value=value)
    key, value = repeat_kv_heads(query, key, value)
    leading_axes(query=query, key=key, value=value)
    return query, key, value, dtype


def require_shape(array, name, **axes):
    """Say so if ``array`` has not exactly these axes; a size of None may be any."""
    wanted = tuple(axes.values())
    if array.ndim != len(wanted) or any(
        size not in (None, got) for size, got in zip(wanted, array.shape, strict=True)
    ):
        sizes = "" if None in wanted else f" = {wanted}"
        names = str(tuple(axes)).replace("'", "")
        raise ValueError(f"{name} must have the shape {names}{sizes}; got {array.shape}")


def repeat_kv_heads(query, key, value):
    """Give every query head its own copy of the key/value head that its group shares."""
    num_heads, num_kv_heads = num_heads_of(query), num_heads_of(key)
    if num_heads == 1 or num_kv_heads in (1, num_heads):  # broadcasting does it
        return key, value
    group = num_heads // num_kv_heads
    return np.repeat(key, group, axis=-3), np.repeat(value, group, axis=-3)


def num_heads_of(array):
    """Return the size of axis -3, or 1 where there is none."""
    return array.shape[-3] if array.ndim > 2 else 1


def leading_axes(**arrays):
    """Return the common leading shape of all arrays, or say which do not broadcast."""
    try:
        return np.broadcast_shapes(*(array.shape[:-2] for array in arrays.values()))
    except ValueError:
        got = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(f"the axes before the last two must broadcast; got {got}") from None


def _is_finite(x):
    try:
        return math.isfinite(x)
    except OverflowError:  # an integer above all float64
        return False


def _beyond_int64(array, name):
    try:
        return array.astype(np.float64)
    except OverflowError:
        raise ValueError(f"{name} must hold numbers within the range of float64") from None


def _same_size(arrays, left, right, axis, axis_name):
    a, b = arrays[left], arrays[right]
    if a.shape[axis] != b.shape[axis]:
        raise ValueError(
            f"{left} and {right} must have the same {axis_name}; "
            f"got {left} {a.shape} ({axis_name} {a.shape[axis]}) "
            f"and {right} {b.shape} ({axis_name} {b.shape[axis]})"
        )


def _heads_fit(query, key, value):
    heads, key_heads, value_heads = map(num_heads_of, (query, key, value))
    if key_heads != value_heads:
        raise ValueError(
            f"key and value must have the same num_kv_heads (axis -3); got key {key.shape} "
            f"(num_kv_heads {key_heads}) and value {value.shape} (num_kv_heads {value_heads})"
        )
    if heads not in (1, key_heads) and (key_heads == 0 or heads % key_heads):
        raise ValueError(
            f"num_heads must be a multiple of num_kv_heads (axis -3); got query {query.shape} "
            f"(num_heads {heads}) and key {key.shape} (num_kv_heads {key_heads})"
        )
