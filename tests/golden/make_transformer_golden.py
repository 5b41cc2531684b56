"""Write transformer.npz: what PyTorch's own modules answer with the same numbers.

Run it in an environment with requirements-peers.txt: python tests/golden/make_transformer_golden.py
"""

import math
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from golden.transformer_cases import (  # noqa: E402
    CASES,
    HIDDEN_DIM,
    LAYERS,
    MEMORY_DIM,
    MODEL_DIM,
    NUM_HEADS,
)

from attention_lib import named_parameters  # noqa: E402


def torch_answer(case, *, training=False):
    """Return PyTorch's answers to one case as a dict of NumPy arrays.

    In training (dropout is 0) the modules leave their fused path.
    """
    import torch  # here, so that test collection can read this file without PyTorch

    given = {name: torch.from_numpy(array) for name, array in case.inputs().items()}
    ours = {
        name: torch.from_numpy(np.array(a)) for name, a in named_parameters(case.model()).items()
    }
    with torch.no_grad():
        if case.part.startswith("attention"):
            answer = attention(torch, case, ours, given, training)
        elif case.part.endswith("block"):
            answer = {"output": block(torch, case, ours, given, training)}
        else:
            answer = {"output": transformer(torch, case, ours, given, training)}
    return {name: tensor.numpy() for name, tensor in answer.items()}


def attention(torch, case, ours, given, training):
    """Ask torch.nn.MultiheadAttention, in which True = hidden."""
    other = case.part == "attention of another width"
    module = torch.nn.MultiheadAttention(
        MODEL_DIM,
        NUM_HEADS,
        kdim=MEMORY_DIM if other else None,
        vdim=MEMORY_DIM if other else None,
        batch_first=True,
        dtype=given["x"].dtype,
    )
    load_attention(torch, module, ours)
    pairs = given["pairs"]
    masks = {
        "bool": ~pairs if pairs.dtype == torch.bool else None,
        "per head": ~pairs.reshape(-1, *pairs.shape[-2:]) if pairs.dtype == torch.bool else None,
        "float": pairs,
        "causal": torch.ones(pairs.shape[-2:], dtype=torch.bool).triu(1),
    }
    output, weights = module.train(training)(
        given["x"],
        given["memory"],
        given["memory"],
        attn_mask=masks.get(case.mask),
        key_padding_mask=~given["keep"] if case.mask == "padding" else None,
        average_attn_weights=False,
    )
    return {"output": output, "weights": weights}


def block(torch, case, ours, given, training):
    """Ask torch.nn.TransformerEncoderLayer or TransformerDecoderLayer."""
    hidden = ~given["keep"] if case.mask == "padding" else None
    if case.part == "encoder block":
        module = layer(torch, case, "Encoder", ours, given["x"].dtype)
        return module.train(training)(given["memory"], src_key_padding_mask=hidden)
    module = layer(torch, case, "Decoder", ours, given["x"].dtype)
    return module.train(training)(
        given["x"],
        given["memory"],
        tgt_mask=future(torch, given["x"]),
        memory_key_padding_mask=hidden,
    )


def transformer(torch, case, ours, given, training):
    """Ask torch.nn.Transformer, or a stack of its encoder layers; embed and score here."""
    dtype = given["x"].dtype
    source_table = ours.get("source_embedding")
    target_table = ours.get("target_embedding", source_table)
    last_table = source_table if case.part == "encoder-only" else target_table
    hidden = ~given["keep"] if case.mask == "padding" else None
    source = None if source_table is None else embed(torch, given["source"], source_table)
    target = embed(torch, given["target"], target_table)
    if case.part == "encoder-only":
        stack = encoder_stack(torch, case, ours, "encoder", dtype).train(training)
        x = stack(source, src_key_padding_mask=hidden)
    elif case.part == "decoder-only":  # an encoder layer under a causal mask
        stack = encoder_stack(torch, case, ours, "decoder", dtype).train(training)
        x = stack(target, mask=future(torch, target))
    else:
        module = torch.nn.Transformer(
            MODEL_DIM,
            NUM_HEADS,
            custom_encoder=encoder_stack(torch, case, ours, "encoder", dtype),
            custom_decoder=decoder_stack(torch, case, ours, dtype),
            batch_first=True,
        )
        # Its constructor draws even the layers that it is given anew.
        load_stack(torch, module.encoder, ours, "encoder")
        load_stack(torch, module.decoder, ours, "decoder")
        x = module.train(training)(
            source,
            target,
            tgt_mask=future(torch, target),
            src_key_padding_mask=hidden,
            memory_key_padding_mask=hidden,
        )
    return x @ ours["w_logits"] if "w_logits" in ours else x @ last_table.T


def embed(torch, words, table):
    """Look up, scale, and add the sinusoids of section 3.5, one number at a time."""
    x = torch.nn.functional.embedding(words, table) * math.sqrt(MODEL_DIM)
    for position in range(words.shape[1]):
        for component in range(MODEL_DIM):
            angle = position / 10000 ** ((component - component % 2) / MODEL_DIM)
            x[:, position, component] += math.cos(angle) if component % 2 else math.sin(angle)
    return x


def future(torch, x):
    """Return what a decoder may not see: True = hidden."""
    return torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1)


def encoder_stack(torch, case, ours, side, dtype):
    """Return a TransformerEncoder whose layers hold our blocks of one side."""
    one = layer(torch, case, "Encoder", part(ours, f"{side}.0"), dtype)
    last = norm(torch, part(ours, f"norm_{side}"), dtype)
    stack = torch.nn.TransformerEncoder(one, LAYERS, norm=last, enable_nested_tensor=False)
    load_stack(torch, stack, ours, side)
    return stack


def decoder_stack(torch, case, ours, dtype):
    """Return a TransformerDecoder whose layers hold our blocks."""
    one = layer(torch, case, "Decoder", part(ours, "decoder.0"), dtype)
    last = norm(torch, part(ours, "norm_decoder"), dtype)
    stack = torch.nn.TransformerDecoder(one, LAYERS, norm=last)
    load_stack(torch, stack, ours, "decoder")
    return stack


def load_stack(torch, stack, ours, side):
    """Copy the numbers of all blocks of one side."""
    for number, module in enumerate(stack.layers):
        load_layer(torch, module, part(ours, f"{side}.{number}"))


def layer(torch, case, side, ours, dtype):
    """Return a TransformerEncoderLayer or TransformerDecoderLayer that holds one block."""
    module = getattr(torch.nn, f"Transformer{side}Layer")(
        MODEL_DIM,
        NUM_HEADS,
        HIDDEN_DIM,
        dropout=0.0,
        activation=case.activation,
        norm_first=case.order == "pre",
        batch_first=True,
        dtype=dtype,
    )
    load_layer(torch, module, ours)
    return module


def norm(torch, ours, dtype):
    """Return a LayerNorm, or None where the model has none."""
    if not ours:
        return None
    module = torch.nn.LayerNorm(MODEL_DIM, dtype=dtype)
    module.weight.copy_(ours["gain"])
    module.bias.copy_(ours["bias"])
    return module


def load_layer(torch, module, ours):
    """Copy one block's numbers to where PyTorch keeps them."""
    crossing = hasattr(module, "multihead_attn")
    load_attention(torch, module.self_attn, part(ours, "self_attention"))
    if crossing:
        load_attention(torch, module.multihead_attn, part(ours, "cross_attention"))
    names = ["norm_self", "norm_cross", "norm_inner"] if crossing else ["norm_self", "norm_inner"]
    for number, name in enumerate(names, start=1):
        getattr(module, f"norm{number}").weight.copy_(ours[f"{name}.gain"])
        getattr(module, f"norm{number}").bias.copy_(ours[f"{name}.bias"])
    for name, linear in (("inner", module.linear1), ("outer", module.linear2)):
        linear.weight.copy_(ours[f"feed_forward.w_{name}"].T)
        linear.bias.copy_(ours[f"feed_forward.b_{name}"])


def load_attention(torch, module, ours):
    """Copy our four matrices and biases; PyTorch keeps transposes, the first three as one."""
    names = ("query", "key", "value")
    matrices = [ours[f"w_{name}"].T for name in names]
    if module.in_proj_weight is not None:
        module.in_proj_weight.copy_(torch.cat(matrices))
    else:
        for name, matrix in zip("qkv", matrices, strict=True):
            getattr(module, f"{name}_proj_weight").copy_(matrix)
    module.in_proj_bias.copy_(torch.cat([ours[f"b_{name}"] for name in names]))
    module.out_proj.weight.copy_(ours["w_output"].T)
    module.out_proj.bias.copy_(ours["b_output"])


def part(ours, name):
    """Return the parameters below a dotted name, by the rest of their names."""
    start = f"{name}."
    return {key.removeprefix(start): array for key, array in ours.items() if key.startswith(start)}


def main():
    """Write the golden file beside this script."""
    import torch

    path = HERE / "transformer.npz"
    golden = {
        f"{case.name}/{name}": array for case in CASES for name, array in torch_answer(case).items()
    }
    np.savez_compressed(path, **golden)
    print(f"{len(CASES)} cases by PyTorch {torch.__version__}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
