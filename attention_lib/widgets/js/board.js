// The matrices side by side: Q | K | V and the score's Wₐ or v, then scores, mask, weights, output.
import { roundLimit } from "./colour.js";
import { el, setText } from "./dom.js";
import { names, number } from "./format.js";
import { Grid } from "./grid.js";
import { looks } from "./looks.js";
import { parameterOf } from "./scoring.js";
import { keyWords } from "./state.js";
import { showTitle, titles } from "./titles.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Result} Result */
/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("./types.js").MatrixName} MatrixName */

/** @type {MatrixName[]} */
const ORDER = ["query", "key", "value", "parameter", "scores", "mask", "weights", "output"];
const INPUTS = 4;
const FLASH_MS = 300;
const MOST_FLASHES = 20; // more at once point at nothing, and slow every frame
const NO_LIMITS = { inputs: 0, values: 0, parameters: 0, scores: 0 };
export const EDITABLE = /** @type {const} */ (["query", "key", "value", "parameter"]);

/** @param {MatrixName} name @returns {name is import("./types.js").InputName} */
export const isInput = (name) => EDITABLE.some((input) => input === name);

/**
 * @typedef {object} BoardEvents
 * @property {(cell: Cell | null) => void} hover
 * @property {(cell: Cell) => void} focus
 */

export class Board {
  #limits = NO_LIMITS;

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
      el("div", "att-group", ...members.map((name) => this.grids[name].element));
    this.element = el("div", "att-board", group(ORDER.slice(0, INPUTS)), group(ORDER.slice(INPUTS)));
  }

  /** Forget the colour limits kept across edits. */
  resetLimits() {
    this.#limits = NO_LIMITS;
  }

  /** @param {State} state @param {Result} result @param {boolean} edited */
  show(state, result, edited) {
    this.#limits = {
      inputs: roundLimit([state.query, state.key], this.#limits.inputs),
      // An output is an average of values, so both share one scale.
      values: roundLimit([state.value], this.#limits.values),
      parameters: roundLimit([parameterOf(state)], this.#limits.parameters),
      scores: roundLimit([result.scores], this.#limits.scores),
    };
    const named = namesOf(state);
    const look = looks(state, result, named, this.#limits);
    this.#layOut(state);
    const context = JSON.stringify([named, this.#limits]);
    const changed = ORDER.flatMap((name) => this.grids[name].paint(look[name], context));
    // After the frame that shows the edit: an animation must not delay it.
    if (edited) requestAnimationFrame(() => setTimeout(flash, 0, changed));
    result.weights.forEach((row, i) => {
      setText(this.grids.weights.rowEnds[i], number(row.reduce((sum, w) => sum + w, 0)));
    });
    const shown = titles(state, this.#limits);
    for (const name of ORDER) showTitle(this.grids[name], shown[name]);
  }

  /** @param {Partial<Record<MatrixName, import("./grid.js").Marks>>} marks @param {boolean} pinned */
  mark(marks, pinned) {
    for (const name of ORDER) this.grids[name].mark(marks[name] ?? {}, pinned);
  }

  /** @param {State} state */
  #layOut(state) {
    const keys = keyWords(state);
    const dimensions = (/** @type {number[][]} */ matrix) => matrix[0].map((_, c) => String(c + 1));
    const { grids } = this;
    grids.query.layOut(state.tokens, dimensions(state.query));
    grids.key.layOut(keys, dimensions(state.key));
    grids.value.layOut(keys, dimensions(state.value));
    const parameter = parameterOf(state);
    grids.parameter.element.hidden = parameter.length === 0;
    grids.parameter.layOut(
      state.score === "additive" ? ["v"] : parameter.map((_, r) => String(r + 1)),
      parameter.length ? dimensions(parameter) : []);
    grids.scores.layOut(state.tokens, keys);
    grids.mask.layOut(state.tokens, keys);
    grids.weights.layOut(state.tokens, keys, "Σ");
    grids.output.layOut(state.tokens, dimensions(state.value));
  }
}

/** Outline for a moment what an edit changed. @param {HTMLElement[]} cells */
export function flash(cells) {
  if (cells.length > MOST_FLASHES || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const cell of cells) cell.animate([{ outline: "3px solid #ff7f0e" }, {}], FLASH_MS);
}

/** @param {State} state */
export function namesOf(state) {
  return { queries: names(state.tokens), keys: names(keyWords(state)) };
}
