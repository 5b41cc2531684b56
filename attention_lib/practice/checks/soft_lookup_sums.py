"""Wrong ways to use the right weights in ``soft_lookup``: named mistakes, re-created."""

from attention_lib.practice.checks._np_dot import at_and_np_dot
from attention_lib.practice.checks.soft_lookup_recreations import (
    added_into_integers,
    from_weights,
    into_integers,
    keys_averaged,
)
from attention_lib.practice.exercise import Mistake


def _products(weights, values):
    return weights[:, None] * values


SUM_MISTAKES = (
    Mistake(
        "products not summed",
        "The weights are right, but nothing is added up: this is each value times its weight, as "
        "in `result[i] = inputs[i] * weights[i]`, the code that notebook 01 takes apart. Add over "
        "the keys: weights @ values.",
        (
            from_weights(_products),
            from_weights(lambda weights, values: _products(weights, values).T),
        ),
    ),
    Mistake(
        "summed along the wrong axis",
        "The weighted values are added along value_dim, so what is left is one number per key. "
        "Add over the keys (axis 0): one number per component of a value.",
        (from_weights(lambda weights, values: _products(weights, values).sum(axis=1)),),
    ),
    Mistake(
        "summed to one number",
        "Everything is added up to a single number. Add over the keys alone (axis 0): the output "
        "is a vector like one value, (value_dim,).",
        (from_weights(lambda weights, values: _products(weights, values).sum()),),
    ),
    Mistake(
        "weights lined up with value_dim",
        "The weights meet the wrong axis: `weights * values` and `values @ weights` pair them "
        "with value_dim, an error for most shapes and silently wrong where key_len = value_dim. "
        "Each weight belongs to a row of `values`: weights @ values.",
        (
            from_weights(lambda weights, values: weights * values),
            from_weights(lambda weights, values: (weights * values).sum(axis=0)),
            *at_and_np_dot(from_weights(lambda weights, values: values @ weights)),
            from_weights(lambda weights, values: (weights * values).sum(axis=1)),
        ),
    ),
    Mistake(
        "divided by the number of keys",
        "The weighted values are averaged (.mean) instead of added: the weights already sum to "
        "1, so the output comes out key_len times too small. Use .sum(axis=0) or weights @ values.",
        (
            from_weights(lambda weights, values: _products(weights, values).mean(axis=0)),
            from_weights(lambda weights, values: _products(weights, values).mean()),
        ),
    ),
    Mistake(
        "returns the weights",
        "These are the weights, and they are right; asked for is what is looked up with them: "
        "weights @ values.",
        (from_weights(lambda weights, values: weights),),
    ),
    Mistake(
        "averages the keys",
        "The weights are right, but they average `keys`. Keys decide where to look; what is "
        "passed on is `values`: weights @ values.",
        (keys_averaged,),
    ),
    Mistake(
        "an axis too many",
        "The numbers are right, but the output has an axis of size 1 too many. One query gives "
        "one vector, (value_dim,): keep `query` one-dimensional, or end with .ravel().",
        (
            from_weights(lambda weights, values: (weights @ values)[None]),
            from_weights(lambda weights, values: (weights @ values)[:, None]),
        ),
    ),
    Mistake(
        "rounded to integers",
        "Right for floating-point values, but for integer values the output is cut to integers: "
        "it is written into an array like `values` (as from zeros_like). Make it floating point.",
        (into_integers, added_into_integers),
    ),
)
