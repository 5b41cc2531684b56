"""The solution regions of a code cell: find, blank or reveal them."""

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"


def blank(source):
    """Replace every solution region by ``...``, so that an untouched function returns None."""
    lines = source.split("\n")
    for begin, end in reversed(regions(source)):
        lines[begin : end + 1] = [_indent(lines[begin]) + "..."]
    return "\n".join(lines)


def reveal(source):
    """Keep the code of every solution region and drop its two marker lines."""
    markers = {line for region in regions(source) for line in region}
    lines = source.split("\n")
    return "\n".join(line for number, line in enumerate(lines) if number not in markers)


def regions(source):
    """Find the solution regions of a cell.

    Parameters
    ----------
    source : str

    Returns
    -------
    list of (int, int)
        Zero-based line numbers of the two markers of each region, in order.

    Raises
    ------
    ValueError
        If a marker has no partner, regions nest, or a region stands at the top level.
    """
    found, begin = [], None
    for number, line in enumerate(source.split("\n")):
        if line.strip() == BEGIN:
            if begin is not None:
                raise ValueError(f"line {number + 1}: solution regions must not nest")
            if not _indent(line):
                # Its names would be missing from the learner edition, and later cells fail.
                raise ValueError(f"line {number + 1}: a solution must stand inside a function")
            begin = number
        elif line.strip() == END:
            if begin is None:
                raise ValueError(f"line {number + 1}: {END} has no {BEGIN} before it")
            found.append((begin, number))
            begin = None
        elif "BEGIN SOLUTION" in line or "END SOLUTION" in line:
            # nbgrader would take this line for a marker, the builder would not.
            raise ValueError(f"line {number + 1}: a marker must be {BEGIN!r} or {END!r} alone")
    if begin is not None:
        raise ValueError(f"line {begin + 1}: {BEGIN} has no {END} after it")
    return found


def _indent(line):
    return line[: len(line) - len(line.lstrip())]
