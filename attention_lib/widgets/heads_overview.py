"""All heads' maps as one small picture of 16 colours, the same bytes on every machine."""

import base64
import struct
import zlib

import numpy as np

from attention_lib.views.colour import colour

COLOURS = 15  # and white between the maps: four bits hold a pixel
MAX_PIXELS = 24  # across one map; of more words each pixel is the strongest of its cells


def overview_png(weights):
    """Draw every head's map, a pixel for each cell.

    Parameters
    ----------
    weights : ndarray, shape (layers, num_heads, length, length)

    Returns
    -------
    str
        A PNG in base64.
    """
    return base64.b64encode(_png(_pixels(_pooled(weights)))).decode()


def _pooled(weights):
    """Return at most 24 × 24 pixels for each map."""
    size = weights.shape[-1]
    step = -(-size // MAX_PIXELS)
    padded = np.pad(weights, [(0, 0), (0, 0), (0, -size % step), (0, -size % step)])
    tiles = padded.reshape(*weights.shape[:2], -(-size // step), step, -(-size // step), step)
    return tiles.max(axis=(3, 5))


def _pixels(maps):
    """Return the number of each pixel's colour, a white line after every map."""
    shades = np.rint(maps * (COLOURS - 1)).astype(np.uint8)
    framed = np.pad(shades, [(0, 0), (0, 0), (0, 1), (0, 1)], constant_values=COLOURS)
    layers, heads, height, width = framed.shape
    return framed.transpose(0, 2, 1, 3).reshape(layers * height, heads * width)[:-1, :-1]


def _png(pixels):
    height, width = pixels.shape
    even = np.pad(pixels, [(0, 0), (0, width % 2)])
    packed = even[:, ::2] << 4 | even[:, 1::2]
    rows = np.pad(packed, [(0, 0), (1, 0)]).tobytes()  # each begins with "no filter"
    shades = [colour("weights", at) for at in np.linspace(0, 1, COLOURS)]
    palette = b"".join(bytes(shade) for shade in [*shades, (255, 255, 255)])
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    parts = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", _stored(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _stored(data):
    # One block, written and not compressed: two versions of zlib compress in two ways.
    length = struct.pack("<HH", len(data), len(data) ^ 0xFFFF)
    return b"\x78\x01\x01" + length + data + struct.pack(">I", zlib.adler32(data))


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
