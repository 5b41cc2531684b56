"""What `Predict` says, as HTML in which every string is text."""

from attention_lib.widgets.panel import HIDE_SNAPSHOT, announced, panel, status_html, text

CONFIDENCE = ("guess", "fairly sure", "certain")


def prompt_html(prompt):
    """Write the question."""
    return HIDE_SNAPSHOT + panel(f"<strong>Predict first.</strong> {text(prompt)}")


def confidence_remark(right, confidence):
    """Say what a learner's confidence is worth, given the result."""
    if right:
        return "You guessed it: say why before you go on." if confidence == "guess" else ""
    if confidence == "certain":
        return (
            "You were certain, so write this one down: what surprises is remembered "
            "best, once it is corrected."
        )
    return ""


def feedback_html(right, choice, feedback, answer, answer_feedback, remark):
    """Write what the committed choice was worth, and why."""
    verdict = "✔ Right" if right else "✘ Not this time"
    parts = [f"<strong>{verdict}:</strong> you predicted “{text(choice)}”. {text(feedback)}"]
    if answer is not None:
        parts.append(f"The answer is “{text(answer)}”. {text(answer_feedback)}")
    if remark:
        parts.append(f"<strong>{text(remark)}</strong>")
    return announced(panel("<br>".join(parts)))


def observation_html(draw):
    """Call ``draw`` and return what it shows as HTML; an exception becomes a sentence."""
    if draw is None:
        return status_html("")
    try:
        shown = draw()
        html = shown._repr_html_() if hasattr(shown, "_repr_html_") else shown
        if html is not None and not isinstance(html, str):
            raise TypeError(
                "observe must return an HTML string, an object with _repr_html_ or None; "
                f"got {type(shown).__name__}"
            )
    except Exception as error:
        problem = f"The observation could not be drawn. {type(error).__name__}: {error}"
        return status_html(problem)
    return html or status_html("")


def own_sentence_html(own, model):
    """Put the learner's sentence beside the model sentence."""
    if not own.strip():
        return status_html("Write your own sentence first, even a short one; then compare.")
    return announced(
        panel(
            f"<strong>Yours:</strong> because {text(own.strip())}"
            f"<br><strong>Ours:</strong> {text(model)}"
            "<br>Does yours name the cause, not only the result?"
        )
    )


def snapshot_html(prompt, choices, answer, explain):
    """Write the whole question for viewers without widgets, its answer folded away."""
    items = "".join(f"<li>{text(choice)}</li>" for choice in choices)
    return (
        '<div class="mathjax_ignore">'
        f"<p><strong>Predict first.</strong> {text(prompt)}</p><ul>{items}</ul>"
        "<details><summary>Show the answer, once you have chosen</summary>"
        f"<p><strong>{text(answer)}.</strong> {text(choices[answer])} {text(explain)}</p>"
        "</details></div>"
    )
