"""Let a re-created mistake fail as `numpy.dot` does as well as by ``@``."""


def at_and_np_dot(recreation):
    """Return ``recreation`` twice: as it is, and with the error that `numpy.dot` would raise.

    Parameters
    ----------
    recreation : callable
        Multiplies by ``@``; sizes that do not fit are a ValueError "matmul: …",
        while `numpy.dot` says that they are "not aligned".

    Returns
    -------
    tuple of two callables

    Examples
    --------
    >>> _, by_dot = at_and_np_dot(lambda left, right: left @ right)
    >>> import numpy as np
    >>> by_dot(np.ones((2, 3)), np.ones(2))
    Traceback (most recent call last):
    ...
    ValueError: shapes not aligned
    """

    def by_dot(*given):
        try:
            return recreation(*given)
        except ValueError as error:
            if "matmul" in str(error):
                raise ValueError("shapes not aligned") from error
            raise

    return recreation, by_dot
