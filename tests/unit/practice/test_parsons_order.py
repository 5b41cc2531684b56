"""An order of lines is right exactly when the function that it makes is right."""

import random
import tomllib
from importlib.resources import files

import numpy as np
import pytest

from attention_lib import MultiHeadAttention, merge_heads, softmax, split_heads
from attention_lib.practice.line_flow import must_keep_order, read_line
from attention_lib.practice.parsons import ParsonsTask, all_parsons_tasks, parsons_task
from attention_lib.practice.parsons_order import first_fault, right_orders

MULTI_HEAD = parsons_task("multi-head")
NAMES = {"np": np, "split_heads": split_heads, "merge_heads": merge_heads, "softmax": softmax}
CHANGING = ParsonsTask(
    id="running",
    title="Shares of a list, and their running sums",
    head="def running(scores):",
    lines={
        "    total = 0.0": "nothing was added yet",
        "    sums = []": "nor collected",
        "    scores = [score / max(scores) for score in scores]": "the largest is 1",
        "    count = len(scores)": "how many",
        "    for score in scores:": "each in turn",
        "        total = total + score": "add it",
        "        doubled = 2 * score": "used below",
        "        sums.append(total * doubled)": "keep it",
        "    return sums, count": "done",
    },
    distractors={},
    explain="What changes a name stays where it is.",
)


def made(task, order):
    """Return the function that an order of lines makes."""
    made = dict(NAMES)
    exec(task.function(order), made)
    return made[read_name(task)]


def read_name(task):
    return task.head.split("(")[0].removeprefix("def ")


def outcome(task, order, arguments):
    """Return what the function gives, or None where it fails."""
    try:
        return made(task, order)(*arguments)
    except (NameError, TypeError, ValueError, SyntaxError):
        return None


@pytest.fixture
def layer():
    rng = np.random.default_rng(3)
    shapes = {"w_query": (6, 12), "w_key": (6, 12), "w_value": (6, 15), "w_output": (15, 7)}
    matrices = {name: rng.standard_normal(shape) for name, shape in shapes.items()}
    x = rng.standard_normal((2, 5, 6))
    arguments = (x, *matrices.values(), 3)
    return arguments, MultiHeadAttention(**matrices, num_heads=3)(x)


def agrees(order, layer):
    arguments, expected = layer
    given = outcome(MULTI_HEAD, order, arguments)
    return given is not None and given.shape == expected.shape and np.allclose(given, expected)


def test_every_task_of_the_course_is_executed_here():
    assert set(all_parsons_tasks()) == {MULTI_HEAD.id}


def test_every_right_order_of_multi_head_attention_runs_and_agrees_with_the_library(layer):
    orders = list(right_orders(MULTI_HEAD))
    assert orders[0] == tuple(MULTI_HEAD.lines)
    assert len(orders) == len(set(orders)) == 10  # 2 of query and key, 5 places for value
    for order in orders:
        assert first_fault(MULTI_HEAD, order) is None
        assert agrees(order, layer)


def test_an_order_is_accepted_exactly_if_its_function_agrees_with_the_library(layer):
    rng = random.Random(0)
    orders = [rng.sample(list(MULTI_HEAD.lines), 8) for _ in range(100)]
    for right in right_orders(MULTI_HEAD):
        for place in range(7):
            swapped = list(right)
            swapped[place : place + 2] = swapped[place + 1], swapped[place]
            orders.append(swapped)
    verdicts = [first_fault(MULTI_HEAD, order) is None for order in orders]
    assert verdicts == [agrees(order, layer) for order in orders]
    assert 10 < sum(verdicts) < len(orders) / 2


@pytest.mark.parametrize("distractor", MULTI_HEAD.distractors)
def test_a_distractor_spoils_the_function_and_is_refused_with_its_reason(distractor, layer):
    name = distractor.split("=")[0]
    order = [distractor if line.startswith(name) else line for line in MULTI_HEAD.lines]
    assert order != list(MULTI_HEAD.lines)
    assert not agrees(order, layer)
    fault = first_fault(MULTI_HEAD, order)
    assert fault.place == order.index(distractor)
    assert fault.why == MULTI_HEAD.distractors[distractor]


def test_orders_with_blocks_and_changed_names_are_accepted_only_if_they_give_the_same():
    expected = made(CHANGING, CHANGING.lines)([1.0, 4.0, 3.0])
    orders = list(right_orders(CHANGING))
    assert len(orders) > 20
    for order in orders:
        assert outcome(CHANGING, order, ([1.0, 4.0, 3.0],)) == expected


def starting(task, *starts):
    """Return a task, and those of its lines that begin so, in this order."""
    return task, [
        next(line for line in task.lines if line.strip().startswith(start)) for start in starts
    ]


@pytest.mark.parametrize(
    ("begun", "place", "says"),
    [
        (starting(MULTI_HEAD, "query", "scores"), 1, "It reads key, which no line above it"),
        (starting(MULTI_HEAD, "return"), 0, "Nothing below it would be run, and “query = "),
        (starting(MULTI_HEAD, "key", "key"), 1, "It stands in line 1 already."),
        (starting(CHANGING, "count"), 0, "It reads scores, and “scores = [score / max(scores) fo"),
        (starting(CHANGING, "total = total"), 0, "It is indented: it belongs below “for score"),
        (starting(CHANGING, "total = 0", "sums =", "scores", "for", "total = total", "count"), 5,
         "The block of “for score in scores:” still lacks a line: “doubled"),
        (starting(CHANGING, "scores", "for"), 1, ""),
    ],
    ids=["reads", "return", "twice", "changed first", "indented", "block", "may come early"],
)  # fmt: skip
def test_the_first_wrong_line_is_named_with_its_reason(begun, place, says):
    fault = first_fault(*begun)
    if says:
        assert fault.place == place
        assert fault.why.startswith(says)
    else:
        assert fault is None


def test_a_line_that_would_change_what_another_still_reads_is_refused():
    task = ParsonsTask(
        "old", "The old mean", "def old(x):",
        {"    mean = x.mean()": "first", "    x = x - 1": "then", "    return mean, x": "both"},
        {}, "Order matters.",
    )  # fmt: skip
    fault = first_fault(task, ["    x = x - 1"])
    assert fault.why == "It changes x, which “mean = x.mean()” has to read as it was."
    assert len(list(right_orders(task))) == 1


def test_a_line_of_a_block_waits_for_its_head_even_if_it_reads_nothing_of_it():
    task = ParsonsTask(
        "thrice", "Three times", "def thrice(x):",
        {"    for _ in range(3):": "a", "        x = 2 * x": "b", "    return x": "c"},
        {}, "The head comes first.",
    )  # fmt: skip
    fault = first_fault(task, ["        x = 2 * x"])
    assert fault.why == "It is indented: it belongs below “for _ in range(3):”."
    assert list(right_orders(task)) == [tuple(task.lines)]


def test_a_gap_is_a_fault_without_a_reason():
    fault = first_fault(MULTI_HEAD, [*list(MULTI_HEAD.lines)[:2], "", ""])
    assert (fault.place, fault.why) == (2, "")


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("a = 1", "b = 2", False),
        ("a = 1", "b = a", True),
        ("b = a", "a = 1", True),
        ("a = 1", "a = 2", True),
        ("b = a", "c = a", False),
        ("a += 1", "b = a", True),
        ("a[0] = 1", "b = a", True),
        ("a.b.append(1)", "c = a", True),
        ("b = [a for a in c]", "a = 1", False),
        ("b = [a for a in a]", "a = 1", True),
        ("a = [a for a in c]", "b = a", True),
        ("b = sum(a * d for d, a in c)", "d = a", False),
        ("b = {a: c for c in d if a}", "a = 1", True),
        ("b = sorted(c, key=lambda a: a + 1)", "a = 1", False),
        ("b = lambda a=a: a", "a = 1", True),
        ("for a in c:", "b = a", True),
        ("a = 1", "raise b", True),
    ],
)
def test_lines_keep_their_order_if_one_writes_what_the_other_touches(first, second, kept):
    assert must_keep_order(read_line(first), read_line(second)) is kept


def test_no_line_stands_twice_in_the_file():
    text = (files("attention_lib") / "data" / "parsons.toml").read_text(encoding="utf-8")
    for entry in tomllib.loads(text)["task"]:
        codes = [line["code"] for line in (*entry["lines"], *entry["distractors"])]
        assert len(codes) == len(parsons_task(entry["id"]).mixed())


def test_every_task_of_the_course_is_complete_and_gives_nothing_away_by_its_order():
    for task in all_parsons_tasks().values():
        assert 1 <= len(task.distractors) <= 2
        assert task.mixed() != [*task.lines, *task.distractors]
        assert sorted(task.mixed()) == sorted([*task.lines, *task.distractors])
        assert all(len(reason.split()) >= 5 for reason in task.distractors.values())


def changed(**changes):
    return ParsonsTask(**(vars(MULTI_HEAD) | changes))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"lines": {"    return x": "all"}}, "at least 2 lines; got 1"),
        ({"lines": {"    a = (": "x", "    b = 1": "y"}}, r"one whole statement; got '    a = \('"),
        ({"lines": {"    a = 1; b = 2": "x", "    c = 1": "y"}}, "one whole statement; got"),
        ({"distractors": {"    heads = weights @ value": "No."}}, "must not be one of the lines"),
        ({"distractors": {"    x = 1": " "}}, "come with a reason; '    x = 1' has none"),
        ({"lines": {"    import a": "x", "    b = 1": "y"}}, "one whole statement; got"),
        ({"lines": {"    else:": "x", "    b = 1": "y"}}, "one whole statement; got '    else:'"),
        ({"head": "return"}, "head must open a function; got 'return'"),
        ({"head": "for x in y:"}, "head must open a function; got 'for x in y:'"),
    ],
)
def test_a_task_that_cannot_be_judged_is_refused(changes, says):
    with pytest.raises(ValueError, match=says):
        changed(**changes)


def test_an_unknown_line_or_task_is_refused():
    with pytest.raises(ValueError, match="one of the task 'multi-head'; got 'x = 1'"):
        first_fault(MULTI_HEAD, ["x = 1"])
    with pytest.raises(KeyError, match="no task is called 'multihead'; near it: multi-head"):
        parsons_task("multihead")
