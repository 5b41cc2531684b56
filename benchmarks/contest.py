"""The notebook of the contest, and the few lines of JavaScript that hold the watch."""

# One cell per contestant, after this one. The rival is what most notebooks do: a slider,
# `interactive_output` and an inline Matplotlib figure; both work on the same matrices.
SETUP = """
import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display

from attention_lib import scaled_dot_product_attention
from attention_lib.widgets import AttentionEditor


def words(length):
    return [f"w{place}" for place in range(length)]


def rival(length, numbers):
    editor = AttentionEditor(words(length))
    key = np.array(editor.key)
    slider = widgets.FloatSlider(value=key[0, 0], min=-10, max=10, step=0.1)

    def draw(number):
        key[0, 0] = number
        weights = scaled_dot_product_attention(
            editor.query, key, editor.value, return_weights=True
        )[1]
        figure, axes = plt.subplots()
        axes.imshow(weights, vmin=0, vmax=1)
        if numbers:
            for (i, j), weight in np.ndenumerate(weights):
                axes.text(j, i, f"{weight:.2f}", ha="center", va="center", size=6)
        plt.show()

    display(slider, widgets.interactive_output(draw, {"number": slider}))
"""

_CHANGED = """const holds = (node) => node.matches?.(selector) || node.querySelector?.(selector);
  const changed = (records) => !selector
    || records.some((record) => [...record.addedNodes].some(holds));
  const everything = { subtree: true, childList: true, characterData: true };"""

# The frame that follows is over when a message sent from its requestAnimationFrame arrives:
# style, layout and paint come between the two.
_AFTER_FRAME = """const afterFrame = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(0);
  });"""

# Arms the watch: the clock starts at the time stamp of the real key press.
TIME_NEXT_KEY = f"""(target, selector) => {{
  {_CHANGED}
  {_AFTER_FRAME}
  window.measured = new Promise((resolve) => {{
    let start;
    const press = (event) => {{
      if (event.isTrusted && /^(Arrow|Page)/.test(event.key)) start = event.timeStamp;
    }};
    const observer = new MutationObserver((records) => {{
      if (start === undefined || !changed(records)) return;
      const drawn = performance.now() - start;
      observer.disconnect();
      window.removeEventListener('keydown', press, true);
      afterFrame(() => resolve([drawn, performance.now() - start]));
    }});
    window.addEventListener('keydown', press, true);
    observer.observe(target, everything);
  }});
}}"""
MEASURED = "() => window.measured"

# What this machine and browser need for a frame in which nothing changes but one digit.
TIME_EMPTY_FRAME = f"""() => {{
  {_AFTER_FRAME}
  const mark = document.getElementById('empty-frame') ?? document.createElement('span');
  mark.id = 'empty-frame';
  mark.style = 'position: fixed; top: 0; left: 0';
  document.body.append(mark);
  return new Promise((resolve) => {{
    const start = performance.now();
    mark.textContent = mark.textContent === '0' ? '1' : '0';
    afterFrame(() => resolve(performance.now() - start));
  }});
}}"""

COUNT_UPDATES = f"""(target, selector) => {{
  {_CHANGED}
  window.updates = 0;
  window.counting = new MutationObserver((records) => {{
    if (changed(records)) window.updates += 1;
  }});
  window.counting.observe(target, everything);
}}"""
UPDATES = "() => { window.counting.disconnect(); return window.updates; }"
