"""How long a learner waits for a translation: one phrase at a time, as typed."""

from time import perf_counter

from attention_lib.models import TRANSLATORS, arithmetic, load_translator
from attention_lib.widgets import Translator
from benchmarks.figures import Figure, percentile


def measure(phrases, say):
    """Return the figures.

    Parameters
    ----------
    phrases : int
        Expressions of each length, one to four numbers.
    say : callable
        Given a line of progress now and then.
    """
    say(f"translation: {4 * phrases} phrases with each model, taken in turns")
    typed = [
        arithmetic.english(expression)
        for numbers in (1, 2, 3, 4)
        for expression in arithmetic.held_out(numbers, phrases, seed=5)
    ]
    return [*model_times(typed), widget_time(typed)]


def model_times(phrases):
    """Return the time of every shipped model, p50 with p95 beside it."""
    models = {name: load_translator(name) for name in TRANSLATORS}
    times = {name: [] for name in models}
    for phrase in phrases:  # in turns, so that all of them meet the same load
        for name, model in models.items():
            times[name].append(_milliseconds(model.translate, phrase))
    return [
        Figure(
            f"{name}, one phrase, p50",
            percentile(milliseconds, 50),
            "ms",
            at_most=20,
            note=f"p95 {percentile(milliseconds, 95):.1f} ms",
        )
        for name, milliseconds in times.items()
    ]


def widget_time(phrases):
    """Return how long the widget's answer to a typed phrase takes in Python."""
    widget = Translator()
    times = [_milliseconds(setattr, widget, "phrase", phrase) for phrase in phrases]
    note = f"both models, judged; p95 {percentile(times, 95):.1f} ms"
    return Figure("Translator, one phrase, p50", percentile(times, 50), "ms", 20, note=note)


def _milliseconds(function, *given):
    begun = perf_counter()
    function(*given)
    return (perf_counter() - begun) * 1000
