// Q | K | V once, then the weights of A, of B and their difference, then both outputs.
import { flash, namesOf } from "./board.js";
import { roundLimit } from "./colour.js";
import { el, setText } from "./dom.js";
import { number } from "./format.js";
import { Grid } from "./grid.js";
import { comparisonLooks, LIMIT } from "./comparison_looks.js";
import { PARTS } from "./comparison_selection.js";
import { sideOf } from "./comparison_state.js";
import { describeSide } from "./comparison_words.js";
import { keyWords } from "./state.js";
import { OF_KEY, OF_QUERY, PAIRS, showTitle } from "./titles.js";

/** @typedef {import("./comparison_types.js").Cell} Cell */
/** @typedef {import("./comparison_types.js").Comparison} Comparison */
/** @typedef {import("./comparison_types.js").PartName} PartName */
/** @typedef {import("./comparison_types.js").Results} Results */

export const INPUTS = /** @type {const} */ (["query", "key", "value"]);
export const WEIGHTS = /** @type {const} */ (["weights-a", "weights-b", "difference"]);
export const OUTPUTS = /** @type {const} */ (["output-a", "output-b"]);
const NO_LIMITS = { inputs: 0, values: 0, parameters: 0, scores: 0 };

/** @param {PartName} name @returns {name is "query" | "key" | "value"} */
export const isInput = (name) => INPUTS.includes(/** @type {any} */ (name));

export class ComparisonBoard {
  #limits;

  /** @param {{ hover: (cell: Cell | null) => void, focus: (cell: Cell) => void }} events */
  constructor(events) {
    const grid = (/** @type {PartName} */ matrix) => new Grid(matrix, { editable: isInput(matrix) }, {
      hover: (row, column) => events.hover({ matrix, row, column }),
      leave: () => events.hover(null),
      focus: (row, column) => events.focus({ matrix, row, column }),
    });
    this.grids = /** @type {Record<PartName, Grid>} */ (
      Object.fromEntries(PARTS.map((name) => [name, grid(name)])));
    this.#limits = NO_LIMITS;
  }

  /** The elements of some matrices. @param {readonly PartName[]} parts */
  elements(parts) {
    return parts.map((name) => this.grids[name].element);
  }

  /** Forget the colour limits kept across edits. */
  resetLimits() {
    this.#limits = NO_LIMITS;
  }

  /** @param {Comparison} state @param {Results} results @param {boolean} edited */
  show(state, results, edited) {
    this.#limits = {
      ...this.#limits,
      inputs: roundLimit([state.query, state.key], this.#limits.inputs),
      // An output is an average of values, so both share one scale.
      values: roundLimit([state.value], this.#limits.values),
    };
    const names = namesOf(sideOf(state, "a"));
    const look = comparisonLooks(state, results, names, this.#limits);
    this.#layOut(state);
    const context = JSON.stringify([names, this.#limits]);
    const changed = PARTS.flatMap((name) => this.grids[name].paint(look[name], context));
    // After the frame that shows the edit: an animation must not delay it.
    if (edited) requestAnimationFrame(() => setTimeout(flash, 0, changed));
    for (const side of /** @type {const} */ (["a", "b"])) {
      results[side].weights.forEach((row, i) => {
        setText(this.grids[`weights-${side}`].rowEnds[i], number(row.reduce((sum, w) => sum + w, 0)));
      });
    }
    this.#titles(state);
  }

  /** @param {Record<PartName, import("./grid.js").Marks>} marks @param {boolean} pinned */
  mark(marks, pinned) {
    for (const name of PARTS) this.grids[name].mark(marks[name], pinned);
  }

  /** @param {Comparison} state */
  #layOut(state) {
    const keys = keyWords(sideOf(state, "a"));
    const dimensions = (/** @type {number[][]} */ matrix) => matrix[0].map((_, c) => String(c + 1));
    const { grids } = this;
    grids.query.layOut(state.tokens, dimensions(state.query));
    grids.key.layOut(keys, dimensions(state.key));
    grids.value.layOut(keys, dimensions(state.value));
    grids["weights-a"].layOut(state.tokens, keys, "Σ");
    grids["weights-b"].layOut(state.tokens, keys, "Σ");
    grids.difference.layOut(state.tokens, keys);
    for (const name of OUTPUTS) grids[name].layOut(state.tokens, dimensions(state.value));
  }

  /** @param {Comparison} state */
  #titles(state) {
    const { inputs, values } = this.#limits;
    /** @type {Record<PartName, import("./titles.js").Title>} */
    const shown = {
      query: ["Q  query", OF_QUERY, "signed", inputs],
      key: ["K  key", OF_KEY, "signed", inputs],
      value: ["V  value", OF_KEY, "signed", values],
      "weights-a": [`W of A: ${describeSide(state, "a")}`, PAIRS, "weights", 1],
      "weights-b": [`W of B: ${describeSide(state, "b")}`, PAIRS, "weights", 1],
      difference: ["W of B − W of A", PAIRS, "signed", LIMIT],
      "output-a": ["O of A = WV", OF_QUERY, "signed", values],
      "output-b": ["O of B = WV", OF_QUERY, "signed", values],
    };
    for (const name of PARTS) showTitle(this.grids[name], shown[name]);
    nameTheEnds(this.grids.difference.legend);
  }
}

/** Which end of the scale is whose: colour is never the only sign. @param {HTMLElement} legend */
function nameTheEnds(legend) {
  if (legend.firstElementChild?.textContent?.startsWith("A")) return;
  const [low, , high] = legend.children;
  low.before(el("span", {}, "A gives more"));
  high.after(el("span", {}, "B gives more"));
}
