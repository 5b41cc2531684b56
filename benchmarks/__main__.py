"""``python -m benchmarks``: measure everything and write ``results.md`` beside this file."""

import argparse
from datetime import date
from pathlib import Path

from benchmarks import editor_latency, heads_drawing, learning, machine, size, translation
from benchmarks.figures import report

RESULTS = Path(__file__).with_name("results.md")
FULL = {"edits": 50, "imports": 25, "runs": 3, "phrases": 50, "turns": 40, "sentences": 40}
QUICK = {"edits": 10, "imports": 15, "runs": 1, "phrases": 10, "turns": 10, "sentences": 10}


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="measure less, print it, and leave results.md alone"
    )
    quick = parser.parse_args().quick
    text = results(**(QUICK if quick else FULL))
    print(f"\n{text}")
    if not quick:
        RESULTS.write_text(text, encoding="utf-8")


def results(edits, imports, runs, phrases, turns, sentences):
    before = machine.load()
    latency, browser = editor_latency.measure(edits, say)
    phrase_times = translation.measure(phrases, say)
    drawing = heads_drawing.measure(sentences, say)
    lessons = learning.measure(turns, say)
    costs = size.measure(imports, runs, say)
    how = [
        f"{browser}, headless",
        f"{date.today()}, {edits} edits per contestant taken in turns; load average "
        f"{before} at the start, {machine.load()} at the end",
    ]
    sections = {
        "From key press to screen": latency,
        "From phrase to translation": phrase_times,
        "From a sentence's numbers to 72 heads": drawing,
        "Learning, and a pretrained model": lessons,
        "Size and start": costs,
    }
    return report(sections, machine.description(), how)


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    main()
