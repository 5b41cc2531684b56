"""Which lines of a function must keep their order: read from the names that they touch."""

import ast
from dataclasses import dataclass
from functools import cache

# What a line may be; a def, an import or a del would change names in ways not read here.
STATEMENTS = (
    *(ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Assert, ast.Pass),
    *(ast.For, ast.While, ast.If, ast.With),
    *(ast.Return, ast.Raise, ast.Break, ast.Continue),
)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Line:
    """One line of code, and what it does to names.

    Parameters
    ----------
    code : str
        With its indentation.
    indent : int
        Spaces before it.
    reads, writes : frozenset of str
    leaves : bool
        Whether nothing after it is run: return, raise, break, continue.
    """

    code: str
    indent: int
    reads: frozenset
    writes: frozenset
    leaves: bool


@cache
def read_line(code):
    """Read one line of Python.

    Parameters
    ----------
    code : str
        A whole statement, or the head of a block (``for …:``).

    Returns
    -------
    Line

    Raises
    ------
    ValueError
        If it is not one statement on one line, or of a kind that is not read here.

    Notes
    -----
    What is changed in place counts as written where that shows in the line:
    ``x[0] = 1``, ``x.append(1)``. Two names for one array cannot be told apart,
    and ``last = stack.pop()`` changes nothing but ``last``: no task may rest on them.

    Examples
    --------
    >>> line = read_line("    total = total + weights @ value")
    >>> line.indent, sorted(line.reads), sorted(line.writes)
    (4, ['total', 'value', 'weights'], ['total'])
    """
    statement = _statement(code)
    nodes = list(ast.walk(statement))
    own = set(nodes) - _of_inner_scopes(nodes)
    reads = {node.id for node in own if _is_name(node, ast.Load)}
    writes = {node.id for node in own if _is_name(node, ast.Store)}
    return Line(
        code,
        len(code) - len(code.lstrip(" ")),
        frozenset(reads),
        frozenset(writes | set(_changed_in_place(statement, nodes))),
        isinstance(statement, ast.Return | ast.Raise | ast.Break | ast.Continue),
    )


def must_keep_order(first, second):
    """Return whether two lines may not be exchanged, whatever stands between them.

    They may if neither writes a name that the other reads or writes, and both are run.
    """
    return bool(
        first.leaves
        or second.leaves
        or first.writes & (second.reads | second.writes)
        or first.reads & second.writes
    )


def heads_of_blocks(lines):
    """Return for each line the line that opens its block, or None.

    Parameters
    ----------
    lines : sequence of Line
    """
    heads, opened = [], []
    for line in lines:
        opened = [head for head in opened if head.indent < line.indent]
        heads.append(opened[-1] if opened else None)
        opened.append(line)
    return heads


def _statement(code):
    text = code.strip()
    try:
        statements = ast.parse(f"{text} pass" if text.endswith(":") else text).body
    except SyntaxError as error:
        raise ValueError(f"a line must be one whole statement; got {code!r}") from error
    if len(statements) != 1 or "\n" in text or not isinstance(statements[0], STATEMENTS):
        raise ValueError(f"a line must be one whole statement; got {code!r}")
    return statements[0]


def _is_name(node, context):
    return isinstance(node, ast.Name) and isinstance(node.ctx, context)


def _of_inner_scopes(nodes):
    """Return the names that mean a variable of a comprehension or a lambda, as nodes."""
    inner = set()
    for part in nodes:
        if isinstance(part, COMPREHENSIONS):
            outside = set(ast.walk(part.generators[0].iter))
            targets = [node for each in part.generators for node in ast.walk(each.target)]
            bound = {node.id for node in targets if isinstance(node, ast.Name)}
        elif isinstance(part, ast.Lambda):
            outside = set(ast.walk(part.args))
            bound = {node.arg for node in outside if isinstance(node, ast.arg)}
        else:
            continue
        names = {node for node in ast.walk(part) if isinstance(node, ast.Name)}
        inner |= {node for node in names - outside if node.id in bound}
    return inner


def _changed_in_place(statement, nodes):
    """Yield the names of what ``x[i] = …``, ``x.y = …`` and ``x.append(…)`` change."""
    for node in nodes:
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield from _owner(node)
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        yield from _owner(statement.value.func)


def _owner(node):
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
