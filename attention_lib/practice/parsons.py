"""Lines of a function to put in order: every order that the data flow allows is right."""

import ast
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from attention_lib.practice.line_flow import heads_of_blocks, read_line


@dataclass(frozen=True)
class ParsonsTask:
    """A function whose lines were mixed up.

    Parameters
    ----------
    id, title : str
    head : str
        The line that opens the function, given.
    lines : dict of str to str
        Each line in one right order, with its indentation, and what it does.
    distractors : dict of str to str
        Each line that does not belong, and the reason.
    explain : str
        What to take home.

    Raises
    ------
    ValueError
        If a line is not one whole statement, stands twice or has no reason, or
        ``head`` does not open a function.
    """

    id: str
    title: str
    head: str
    lines: dict
    distractors: dict
    explain: str

    def __post_init__(self):
        if len(self.lines) < 2:
            raise ValueError(f"a task must have at least 2 lines; got {len(self.lines)}")
        if twice := set(self.lines) & set(self.distractors):
            raise ValueError(f"a distractor must not be one of the lines; got {min(twice)!r}")
        for code in (*self.lines, *self.distractors):
            read_line(code)
        for code, reason in (self.lines | self.distractors).items():
            if not reason.strip():
                raise ValueError(f"each line must come with a reason; {code!r} has none")
        self._opened()

    def mixed(self):
        """Return all lines and distractors, in an order that gives nothing away: the alphabet's.

        Returns
        -------
        list of str
        """
        return sorted((*self.lines, *self.distractors), key=str.strip)

    def blocks(self):
        """Return for each line the line that opens its block; None for the function's own.

        Returns
        -------
        dict of str to (str or None)
        """
        heads = heads_of_blocks([read_line(code) for code in self.lines])
        return {code: head and head.code for code, head in zip(self.lines, heads, strict=True)}

    def given(self):
        """Return the names of the function's arguments.

        Returns
        -------
        set of str
        """
        return {node.arg for node in ast.walk(self._opened()) if isinstance(node, ast.arg)}

    def function(self, order):
        """Return the source of the function with its lines in some order.

        Parameters
        ----------
        order : sequence of str

        Returns
        -------
        str
        """
        return "\n".join([self.head, *order])

    def _opened(self):
        try:
            (opened,) = ast.parse(f"{self.head} pass").body
        except (SyntaxError, ValueError):
            opened = None
        if not isinstance(opened, ast.FunctionDef):
            raise ValueError(f"head must open a function; got {self.head!r}")
        return opened


@cache
def all_parsons_tasks():
    """Return every task by its id.

    Returns
    -------
    dict of str to ParsonsTask
    """
    text = (files("attention_lib") / "data" / "parsons.toml").read_text(encoding="utf-8")
    return {entry["id"]: _task(**entry) for entry in tomllib.loads(text)["task"]}


def parsons_task(task_id):
    """Look up one task.

    Parameters
    ----------
    task_id : str

    Returns
    -------
    ParsonsTask

    Raises
    ------
    KeyError
        If there is none; the message names the nearest ids.
    """
    known = all_parsons_tasks()
    if task_id not in known:
        near = get_close_matches(str(task_id), known) or known
        raise KeyError(f"no task is called {task_id!r}; near it: {', '.join(near)}")
    return known[task_id]


def _task(lines, distractors, **rest):
    does = {line["code"]: line["does"] for line in lines}
    reasons = {line["code"]: line["reason"] for line in distractors}
    return ParsonsTask(**rest, lines=does, distractors=reasons)
