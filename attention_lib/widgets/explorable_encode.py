"""Pack an explorable's frames for the browser: a saved view stays below 50 kB."""

import numpy as np

DECIMALS = 5


class Pool:
    """Give every different value one number."""

    def __init__(self):
        self.values = []
        self._numbers = {}

    def number(self, value):
        """Return the value's place in ``values``, where it is added if it is new."""
        key = str(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


def encode(frames):
    """Pack frames as JSON, each text, label row and matrix once.

    Parameters
    ----------
    frames : sequence of Frame

    Returns
    -------
    dict
        ``texts``, ``labels``, ``matrices`` and ``panels`` (what all frames share), and
        ``frames``: ``[panels, sentence, note, warning, lines]`` in numbers of texts,
        a panel being ``[title, rows, columns, matrix, ends, layers]``. Equal frames
        are one: ``order`` holds a number for each state.
    """
    texts, labels, matrices, packed = Pool(), Pool(), Pool(), Pool()

    def panel(part):
        return [
            texts.number(part.title),
            labels.number(list(part.rows)),
            labels.number(list(part.columns)),
            matrices.number(_matrix(part)),
            labels.number(list(part.ends)),
            part.layers,
        ]

    order = [
        packed.number(
            [
                [panel(part) for part in frame.panels],
                [texts.number(text) for text in frame.sentence],
                [texts.number(text) for text in frame.note],
                texts.number(frame.warning),
                [[texts.number(text) for text in line] for line in frame.lines],
            ]
        )
        for frame in frames
    ]
    return {
        "texts": texts.values,
        "labels": labels.values,
        "matrices": matrices.values,
        "panels": [
            {"kind": part.kind, "axes": part.axes, "end": part.end_title, "row": part.row}
            | ({"nouns": list(part.nouns)} if part.nouns else {})
            for part in frames[0].panels
        ],
        "frames": packed.values,
        "order": order,
    }


def _matrix(panel):
    """Return weights as whole numbers, −1 where masked; layers as one digit each; owners."""
    if panel.kind == "layers":
        return ["".join(map(str, row)) for row in panel.matrix.tolist()]
    if panel.kind == "owners":
        return panel.matrix.tolist()
    whole = np.rint(panel.matrix * 10**DECIMALS).astype(int)
    return np.where(panel.seen, whole, -1).tolist()
