"""How long 72 heads over 64 pieces take from their numbers to the screen."""

import base64

import numpy as np

from attention_lib import softmax
from attention_lib.models import Reading, minilm_sentences
from attention_lib.widgets.base import STATIC
from attention_lib.widgets.heads_codes import cells, described, found, packed
from benchmarks.figures import Figure, percentile
from tests.browser.chromium import running_chromium

PIECES = 64

# A page with the widget alone, on a model whose numbers are there already. Two sentences in
# turns: each draws all small maps, the large one, the words and the ranking anew.
DRAW = """async ([program, style, states, runs]) => {
  document.body.innerHTML = '<div id="host" style="width: 1250px"></div>';
  document.head.append(Object.assign(document.createElement('style'), { textContent: style }));
  const blob = new Blob([program], { type: 'text/javascript' });
  const { default: widget } = await import(URL.createObjectURL(blob));
  const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  const ready = states.map((state) => (
    { ...state, maps: bytes(state.maps), found: bytes(state.found) }));
  let traits = ready[0];
  const listeners = {};
  const model = {
    get: (name) => traits[name], set: () => {}, save_changes: () => {}, off: () => {},
    on: (event, callback) => { listeners[event] = callback; },
  };
  const afterFrame = () => new Promise((then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(0);
  }));
  widget.render({ model, el: document.getElementById('host') });
  const times = [];
  for (let run = 0; run < runs; run++) {
    await afterFrame();
    traits = { ...ready[(run + 1) % 2], answer: { ...ready[(run + 1) % 2].answer, seq: run + 1 } };
    const begun = performance.now();
    listeners['change:answer']();
    const drawn = performance.now() - begun;
    await afterFrame();
    times.push([drawn, performance.now() - begun]);
  }
  return { times, maps: document.querySelectorAll('canvas').length };
}"""


def measure(runs, say):
    """Return the figures.

    Parameters
    ----------
    runs : int
        Sentences of 64 pieces, two in turns.
    say : callable
        Given a line of progress now and then.
    """
    say(f"heads: {runs} sentences of {PIECES} pieces, all 72 heads of each")
    files = [(STATIC / f"heads.{kind}").read_text(encoding="utf-8") for kind in ("js", "css")]
    with running_chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        seen = page.evaluate(DRAW, [*files, [_state(0), _state(1)], runs])
    if seen["maps"] != 73:
        raise RuntimeError(f"72 small maps and a large one must be drawn; got {seen['maps']}")
    drawn, framed = np.transpose(seen["times"])
    note = f"p95 {percentile(framed, 95):.0f} ms; scripts alone {percentile(drawn, 50):.0f} ms"
    name = f"72 heads × {PIECES} pieces, from numbers to presented frame, p50"
    return [Figure(name, percentile(framed, 50), "ms", at_most=150, note=note)]


def _state(seed):
    """Return what the browser has of a sentence that nobody wrote."""
    words = tuple(f"word{seed}{place}" for place in range(PIECES))
    scores = 3 * np.random.default_rng(seed).normal(size=(6, 12, PIECES, PIECES))
    reading = Reading(" ".join(words), words, softmax(scores), lambda i, j: scores[i, j])
    answer = {"seq": 0, "problem": None, "text": reading.text, "words": list(words)}
    return {
        "answer": {**answer, "opened": None, "cells": cells(reading)},
        "maps": base64.b64encode(packed(reading.weights)).decode(),
        "found": base64.b64encode(found(reading)).decode(),
        "patterns": described(),
        "sentences": list(minilm_sentences()),
        "choice": {"layer": 2, "head": 9, "pattern": "previous"},
        "request": {"seq": 0},
        "hint": "",
        "present": False,
    }
