"""What `Predict` says, as HTML in which every string is text."""

from html import escape

CONFIDENCE = ("guess", "fairly sure", "certain")

# The colours are Jupyter's own, so that dark themes work. MathJax is told to keep
# out: a `$` in a learner's sentence is a dollar.
PANEL = (
    "border-left: 4px solid var(--jp-border-color1, currentColor); padding: 2px 10px; "
    "margin: 4px 0; color: var(--jp-content-font-color1, inherit); line-height: 1.5;"
)

# The same rule as in editor.css: a notebook may ask before it shows an editor, and a
# visible snapshot would stand beside the live question with the answer in it.
HIDE_SNAPSHOT = (
    "<style>.jp-OutputArea-child:has(.att-snapshot)"
    ":has(+ .jp-OutputArea-child .widget-box) { display: none; }</style>"
)


def prompt_html(prompt):
    """Write the question."""
    return HIDE_SNAPSHOT + _panel(f"<strong>Predict first.</strong> {_text(prompt)}")


def status_html(message):
    """Write a short message that screen readers announce; an empty one clears it."""
    return f'<div role="status" class="mathjax_ignore">{_text(message)}</div>'


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
    parts = [f"<strong>{verdict}:</strong> you predicted “{_text(choice)}”. {_text(feedback)}"]
    if answer is not None:
        parts.append(f"The answer is “{_text(answer)}”. {_text(answer_feedback)}")
    if remark:
        parts.append(f"<strong>{_text(remark)}</strong>")
    return f'<div role="status">{_panel("<br>".join(parts))}</div>'


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
    return (
        '<div role="status">'
        + _panel(
            f"<strong>Yours:</strong> because {_text(own.strip())}"
            f"<br><strong>Ours:</strong> {_text(model)}"
            "<br>Does yours name the cause, not only the result?"
        )
        + "</div>"
    )


def snapshot_html(prompt, choices, answer, explain):
    """Write the whole question for viewers without widgets, its answer folded away."""
    items = "".join(f"<li>{_text(choice)}</li>" for choice in choices)
    return (
        '<div class="mathjax_ignore">'
        f"<p><strong>Predict first.</strong> {_text(prompt)}</p><ul>{items}</ul>"
        "<details><summary>Show the answer, once you have chosen</summary>"
        f"<p><strong>{_text(answer)}.</strong> {_text(choices[answer])} {_text(explain)}</p>"
        "</details></div>"
    )


def _panel(inner):
    return f'<div class="mathjax_ignore" style="{PANEL}">{inner}</div>'


def _text(string):
    return escape(string, quote=True).replace("\n", "<br>")
