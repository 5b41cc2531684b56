"""The shipped runs of the heads experiments, at their end or while they still learned."""

from attention_lib._arrays import integer
from attention_lib.models import heads_results


def rows_after(experiment, steps=None):
    """Return the rows of one experiment as they would be, had training ended earlier.

    Parameters
    ----------
    experiment : str
        As in ``attention_lib.models.heads_results()``.
    steps : int, optional
        A point of the learning curves, such as 300; the whole training when omitted.

    Returns
    -------
    list of dict
        An earlier *accuracy* is the learning curve's: the mean over the hundred steps before.

    Raises
    ------
    TypeError
        If ``steps`` is no whole number.
    ValueError
        If the learning curves have no point there.
    """
    results = heads_results()
    rows = [row for row in results["rows"] if row["experiment"] == experiment]
    whole, every = rows[0]["steps"], results["curve_every"]
    if steps is None or steps == whole:
        return rows
    steps = integer(steps, "steps")
    if steps % every or not every <= steps < whole:
        raise ValueError(
            f"steps must be a multiple of {every} from {every} to {whole}; got {steps}"
        )
    place = steps // every - 1
    return [
        {**row, "accuracy": {name: curve[place] for name, curve in row["curve"].items()}}
        for row in rows
    ]


def when(rows, steps=None):
    """Say at which steps the accuracy of such rows was measured.

    Parameters
    ----------
    rows : list of dict
    steps : int, optional

    Returns
    -------
    str
    """
    if steps is None or steps == rows[0]["steps"]:
        return f"after {rows[0]['steps']:,} steps"
    return f"in steps {steps - heads_results()['curve_every'] + 1} to {steps}"
