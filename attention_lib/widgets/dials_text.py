"""How the dials write large numbers."""


def grouped(count):
    r"""Write a whole number in groups of three digits that no line break parts.

    Parameters
    ----------
    count : int

    Returns
    -------
    str

    Examples
    --------
    >>> grouped(131_072).split("\u00a0")
    ['131', '072']
    """
    return f"{count:,}".replace(",", "\u00a0")
