"""How the results of the heads experiments are put into words."""


def told(summary):
    """Give the mean and the range of every number of heads.

    Parameters
    ----------
    summary : dict of int to dict
        As `heads_summary` returns it.

    Returns
    -------
    str

    Examples
    --------
    >>> told({1: {"runs": 3, "mean": 0.17, "low": 0.14, "high": 0.2}})
    'mean of 3 starts (lowest to highest): 1 head 17.0 % (14.0 to 20.0 %)'
    """
    runs = {about["runs"] for about in summary.values()}
    of = f"{runs.pop()} starts" if len(runs) == 1 else "all starts"
    points = ", ".join(
        f"{plural(heads)} {percent(about['mean'])} {_range(about['low'], about['high'])}"
        for heads, about in summary.items()
    )
    return f"mean of {of} (lowest to highest): {points}"


def told_bleu(others):
    """Give the published figures, and say what they are."""
    points = ", ".join(f"{plural(heads)} {figure.text}" for heads, figure in others.items())
    return (
        "Beside it Vaswani et al. (2017), Table 3 (A) and base model, BLEU of "
        f"English–German translation, development set, one run each: {points}."
    )


def plural(heads):
    """Write "1 head" or "4 heads"."""
    return f"{heads} head{'' if heads == 1 else 's'}"


def percent(share):
    """Write a share; 0 % and 100 % only where it is exactly that.

    Parameters
    ----------
    share : float

    Returns
    -------
    str

    Examples
    --------
    >>> percent(0.1653), percent(0.9996), percent(1)
    ('16.5 %', '>99.9 %', '100 %')
    """
    if share in (0, 1):
        return f"{share:.0%}".replace("%", " %")
    if share < 0.0005 or share >= 0.9995:
        return "<0.1 %" if share < 0.5 else ">99.9 %"
    return f"{100 * share:.1f} %"


def _range(low, high):
    if low == high:
        return "(all)"
    return f"({percent(low).removesuffix(' %')} to {percent(high)})"
