"""What `Parsons` says, as HTML in which every string is text."""

from attention_lib.widgets.panel import HIDE_SNAPSHOT, announced, panel, status_html, text

# Long lines break: a box that scrolls sideways would need a stop of its own for the keyboard.
CODE = "white-space: pre-wrap; overflow-wrap: anywhere; margin: 4px 0;"
CHOOSE = "(choose a line)"


def prompt_html(task):
    """Write what is to be put in order."""
    return HIDE_SNAPSHOT + panel(
        f"<strong>Put the lines in order.</strong> {text(task.title)}.<br>{_left_over(task)}"
        # While a menu is closed, JupyterLab takes the arrow keys for its own.
        "<br>With the keyboard: Space opens a menu, the arrow keys choose, Enter takes."
    )


def option(code, margin):
    """Write a line for a menu, which drops spaces at the beginning unless they do not break."""
    return code[margin:].replace("  ", "\N{NO-BREAK SPACE} ")


def program_html(task, order):
    """Write the function as it stands: a gap where no line was chosen."""
    gap = " " * margin_of(task) + "…"
    return _code(task.function(line or gap for line in order))


def fault_html(fault, order):
    """Write which line is the first that cannot stay, and why."""
    so_far = {0: "", 1: "Line 1 is right. "}.get(
        fault.place, f"Lines 1 to {fault.place} are right. "
    )
    if not fault.why:
        return status_html(f"{so_far}Line {fault.place + 1} is empty: which one comes there?")
    return announced(
        panel(
            f"<strong>✘ Not yet.</strong> {so_far}Line {fault.place + 1} cannot stand there: "
            f"<code>{text(order[fault.place].strip())}</code><br>{text(fault.why)}"
        )
    )


def right_html(task, others):
    """Write that the order is right, how many others are, and what each line does."""
    also = {0: "No other order is.", 1: "One other order is right too."}.get(
        others, f"{others} other orders are right too."
    )
    return announced(
        panel(
            f"<strong>✔ Right.</strong> {also} {text(task.explain)}"
            f"<ol>{_explained(task.lines)}</ol>Left over:<ul>{_explained(task.distractors)}</ul>"
        )
    )


def snapshot_html(task):
    """Write the task for viewers without widgets, its answer folded away."""
    items = "".join(f"<li><code>{text(code.strip())}</code></li>" for code in task.mixed())
    return (
        '<div class="mathjax_ignore">'
        f"<p><strong>Put the lines in order.</strong> {text(task.title)}. {_left_over(task)}</p>"
        f"<p><code>{text(task.head)}</code></p><ul>{items}</ul>"
        "<details><summary>Show a right order, once you have yours</summary>"
        f"{_code(task.function(task.lines))}<p>{text(task.explain)}</p>"
        f"<p>Left over:</p><ul>{_explained(task.distractors)}</ul></details></div>"
    )


def margin_of(task):
    """Return how many spaces every line begins with."""
    return min(len(code) - len(code.lstrip(" ")) for code in task.lines)


def _left_over(task):
    left = {0: "All of them are needed.", 1: "One of them does not belong."}.get(
        len(task.distractors), f"{len(task.distractors)} of them do not belong."
    )
    return f"There are {len(task.mixed())} lines for {len(task.lines)} places. {left}"


def _explained(lines):
    return "".join(
        f"<li><code>{text(code.strip())}</code>: {text(reason)}</li>"
        for code, reason in lines.items()
    )


def _code(source):
    # Not `text`: here line ends are line ends already.
    lines = "\n".join(text(line) for line in source.split("\n"))
    return f'<pre class="mathjax_ignore" style="{CODE}">{lines}</pre>'
