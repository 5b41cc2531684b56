"""What the arguments of `Predict` must be."""

MIN_WORDS = 5


def validate(prompt, choices, answer, observe, explain):
    """Raise TypeError or ValueError, in a sentence, unless the arguments make a question."""
    for name, text in (("prompt", prompt), ("explain", explain)):
        if not isinstance(text, str):
            raise TypeError(f"{name} must be a string; got {type(text).__name__}")
        if not text.strip():
            raise ValueError(f"{name} must not be empty")
    if not isinstance(choices, dict):
        raise TypeError(
            f"choices must be a dict from each choice to its feedback; got {type(choices).__name__}"
        )
    if len(choices) < 2:
        raise ValueError(f"choices must hold at least 2 choices; got {len(choices)}")
    for choice, feedback in choices.items():
        _validate_choice(choice, feedback)
    if answer not in choices:
        raise ValueError(f"answer must be one of the choices {list(choices)}; got {answer!r}")
    if observe is not None and not callable(observe):
        raise TypeError(f"observe must be a function or None; got {type(observe).__name__}")


def _validate_choice(choice, feedback):
    if not (isinstance(choice, str) and isinstance(feedback, str) and choice.strip()):
        raise TypeError(
            f"each choice and its feedback must be non-empty strings; got {choice!r}: {feedback!r}"
        )
    if len(feedback.split()) < MIN_WORDS:
        raise ValueError(
            f"each feedback must explain, in at least {MIN_WORDS} words; "
            f"got {feedback!r} for the choice {choice!r}"
        )
