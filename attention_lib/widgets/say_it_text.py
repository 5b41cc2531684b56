"""What `SayIt` says, as HTML in which every string is text."""

from attention_lib.practice.questions import MARKS
from attention_lib.widgets.panel import HIDE_SNAPSHOT, announced, panel, text

# Letter: its name, where a question keeps it, and what to do if it was missing.
RUBRIC = {
    "D": ("definition", "answer", "begin with what it is: all that follows is heard in its light"),
    "W": ("why", "why", "say why: a formula alone may have been learned by heart"),
    "N": ("number or shape", "number", "give one number or shape: it shows that you have used it"),
    "T": ("trade-off", "trade_off", "name a cost or a limit before you are asked for it"),
    "C": ("check", "check", "end with how you would check it: that makes a claim knowledge"),
}


def prompt_html(question):
    """Write the question, and what to do."""
    return HIDE_SNAPSHOT + panel(
        f"<strong>Say it in 60 seconds.</strong> {text(question.question)}"
        "<br>Answer aloud, as in an interview: what it is, why, a number, a limit, a check."
    )


def point_html(question, letter):
    """Write what the answer to this question holds for a letter of the rubric."""
    return panel(text(getattr(question, RUBRIC[letter][1])))


def score_html(ticked):
    """Count the ticked letters, and say in one sentence what was missed."""
    return announced(panel(f"<strong>{len(ticked)} of {len(RUBRIC)}.</strong> {missed(ticked)}"))


def missed(ticked):
    """Return one sentence about the letters that were not ticked."""
    left = [letter for letter in RUBRIC if letter not in ticked]
    if not left:
        return "Nothing was missed: say it again in two days, without looking."
    names = [f"the {RUBRIC[letter][0]}" for letter in left]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    return f"Missed: {listed}; next time, {RUBRIC[left[0]][2]}."


def model_html(question):
    """Write the whole answer, what may be asked next, and where it comes from."""
    return panel(
        f"<strong>A model answer:</strong> {text(_spoken(question))}"
        f"<br><strong>What may follow:</strong> {text(question.trap)}"
        f"<br><strong>Source:</strong> {text(question.source)} ({text(MARKS[question.mark])})."
    )


def snapshot_html(question):
    """Write the question for viewers without widgets, its answer folded away."""
    points = "".join(
        f"<li><strong>{letter}, {name}:</strong> {text(getattr(question, field))}</li>"
        for letter, (name, field, _) in RUBRIC.items()
    )
    return (
        '<div class="mathjax_ignore">'
        f"<p><strong>Say it in 60 seconds.</strong> {text(question.question)}</p>"
        "<details><summary>Show what the answer holds, once you have said it</summary>"
        f"<ul>{points}</ul>{model_html(question)}</details></div>"
    )


def _spoken(question):
    points = [question.answer, question.why, question.number, question.trade_off]
    spoken = " ".join(point if point.endswith((".", "?", "!")) else f"{point}." for point in points)
    return f"{spoken} How I would check it: {question.check}"
