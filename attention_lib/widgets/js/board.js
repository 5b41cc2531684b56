// The seven matrices side by side: Q | K | V, then scores, mask, weights, output.
import { gradient, roundLimit } from "./colour.js";
import { el, setText } from "./dom.js";
import { names, number } from "./format.js";
import { Grid } from "./grid.js";
import { looks } from "./looks.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Result} Result */
/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("./types.js").MatrixName} MatrixName */

/** @type {MatrixName[]} */
const ORDER = ["query", "key", "value", "scores", "mask", "weights", "output"];
const INPUTS = 3;
const FLASH_MS = 300;
const MOST_FLASHES = 20; // more at once point at nothing, and slow every frame
export const EDITABLE = /** @type {const} */ (["query", "key", "value"]);

/** @param {MatrixName} name @returns {name is "query" | "key" | "value"} */
export const isInput = (name) => name === "query" || name === "key" || name === "value";

/**
 * @typedef {object} BoardEvents
 * @property {(cell: Cell | null) => void} hover
 * @property {(cell: Cell) => void} focus
 */

export class Board {
  /** @param {BoardEvents} events */
  constructor(events) {
    const grid = (/** @type {MatrixName} */ matrix) =>
      new Grid(matrix, {
        editable: isInput(matrix) || matrix === "mask",
      }, {
        hover: (row, column) => events.hover({ matrix, row, column }),
        leave: () => events.hover(null),
        focus: (row, column) => events.focus({ matrix, row, column }),
      });
    this.grids = /** @type {Record<MatrixName, Grid>} */ (
      Object.fromEntries(ORDER.map((name) => [name, grid(name)])));
    const group = (/** @type {MatrixName[]} */ members) =>
      el("div", { class: "att-group" }, ...members.map((name) => this.grids[name].element));
    this.element = el("div", { class: "att-board" }, group(ORDER.slice(0, INPUTS)), group(ORDER.slice(INPUTS)));
    this.limits = { inputs: 0, values: 0, scores: 0 };
  }

  /** Forget the colour limits kept across edits. */
  resetLimits() {
    this.limits = { inputs: 0, values: 0, scores: 0 };
  }

  /** @param {State} state @param {Result} result @param {boolean} edited */
  show(state, result, edited) {
    this.limits = {
      inputs: roundLimit([state.query, state.key], this.limits.inputs),
      // An output is an average of values, so both share one scale.
      values: roundLimit([state.value], this.limits.values),
      scores: roundLimit([result.scores], this.limits.scores),
    };
    const named = namesOf(state);
    const look = looks(state, result, named, this.limits);
    this.#layOut(state);
    const context = JSON.stringify([named, this.limits]);
    const changed = ORDER.flatMap((name) => this.grids[name].paint(look[name], context));
    // After the frame that shows the edit: an animation must not delay it.
    if (edited) requestAnimationFrame(() => setTimeout(flash, 0, changed));
    result.weights.forEach((row, i) => {
      setText(this.grids.weights.rowEnds[i], number(row.reduce((sum, w) => sum + w, 0)));
    });
    this.#titles(state);
  }

  /** @param {Partial<Record<MatrixName, import("./grid.js").Marks>>} marks @param {boolean} pinned */
  mark(marks, pinned) {
    for (const name of ORDER) this.grids[name].mark(marks[name] ?? {}, pinned);
  }

  /** @param {State} state */
  #layOut(state) {
    const keys = state.key_tokens ?? state.tokens;
    const dimensions = (/** @type {number[][]} */ matrix) => matrix[0].map((_, c) => String(c + 1));
    const { grids } = this;
    grids.query.layOut(state.tokens, dimensions(state.query));
    grids.key.layOut(keys, dimensions(state.key));
    grids.value.layOut(keys, dimensions(state.value));
    grids.scores.layOut(state.tokens, keys);
    grids.mask.layOut(state.tokens, keys);
    grids.weights.layOut(state.tokens, keys, "Σ");
    grids.output.layOut(state.tokens, dimensions(state.value));
  }

  /** @param {State} state */
  #titles(state) {
    const root = state.scaled ? `/√${state.query[0].length}` : "";
    const temperature = state.temperature === 1 ? "" : `/${number(state.temperature)}`;
    const { inputs, values, scores } = this.limits;
    /** @type {[MatrixName, string, string, "signed" | "weights" | null, number][]} */
    const rows = [
      ["query", "Q  query", "query ↓ / dimension →", "signed", inputs],
      ["key", "K  key", "key ↓ / dimension →", "signed", inputs],
      ["value", "V  value", "key ↓ / dimension →", "signed", values],
      ["scores", `S = QKᵀ${root}${temperature}  scores`, "query ↓ / key →", "signed", scores],
      ["mask", "mask", "query ↓ / key →", null, 0],
      ["weights", "W = softmax(S)  weights", "query ↓ / key →", "weights", 1],
      ["output", "O = WV  output", "query ↓ / dimension →", "signed", values],
    ];
    for (const [name, title, axes, scale, limit] of rows) {
      const grid = this.grids[name];
      setText(grid.title, title);
      setText(grid.axes, axes);
      showLegend(grid.legend, scale, limit);
    }
  }
}

/** Outline for a moment what an edit changed. @param {HTMLElement[]} cells */
function flash(cells) {
  if (cells.length > MOST_FLASHES || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const cell of cells) cell.animate([{ outline: "3px solid #ff7f0e" }, {}], FLASH_MS);
}

/** @param {HTMLElement} legend @param {"signed" | "weights" | null} scale @param {number} limit */
function showLegend(legend, scale, limit) {
  const text = scale === null ? "✓ may attend" : scale === "weights" ? "0|1" : `${number(-limit, 0)}|${number(limit, 0)}`;
  if (legend.dataset.shown === text) return;
  legend.dataset.shown = text;
  if (scale === null) {
    legend.replaceChildren(text);
    return;
  }
  const bar = el("span", { class: "att-bar" });
  bar.style.backgroundImage = gradient(scale);
  const [low, high] = text.split("|");
  legend.replaceChildren(el("span", {}, low), bar, el("span", {}, high));
}

/** @param {State} state */
export function namesOf(state) {
  return { queries: names(state.tokens), keys: names(state.key_tokens ?? state.tokens) };
}
