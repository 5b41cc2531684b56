// What stands above and below each matrix: its formula, its axes, its colours' meaning.
import { gradient } from "./colour.js";
import { el, setText } from "./dom.js";
import { number } from "./format.js";
import { isScaled } from "./math.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").MatrixName} MatrixName */
/** @typedef {import("./looks.js").Limits} Limits */
/** @typedef {[title: string, axes: string, scale: "signed" | "weights" | null, limit: number]} Title */

const FORMULAS = { dot: "QKᵀ", general: "QWₐKᵀ", additive: "v·tanh(Q + K)", cosine: "cos(Q, K)" };

export const PAIRS = "query ↓ / key →";
export const OF_QUERY = "query ↓ / dimension →";
export const OF_KEY = "key ↓ / dimension →";

/** What the scores are, as a formula. @param {State} state */
export function scoreFormula(state) {
  const root = isScaled(state) ? `/√${state.query[0].length}` : "";
  const temperature = state.temperature === 1 ? "" : `/${number(state.temperature)}`;
  return `S = ${FORMULAS[state.score]}${root}${temperature}`;
}

/** @param {State} state @param {Limits} limits @returns {Record<MatrixName, Title>} */
export function titles(state, limits) {
  const { inputs, values, parameters, scores } = limits;
  return {
    query: ["Q  query", OF_QUERY, "signed", inputs],
    key: ["K  key", OF_KEY, "signed", inputs],
    value: ["V  value", OF_KEY, "signed", values],
    parameter: state.score === "general"
      ? ["Wₐ  of the score", "of query ↓ / of key →", "signed", parameters]
      : ["v  of the score", "dimension →", "signed", parameters],
    scores: [`${scoreFormula(state)}  scores`, PAIRS, "signed", scores],
    mask: ["mask", PAIRS, null, 0],
    weights: ["W = softmax(S)  weights", PAIRS, "weights", 1],
    output: ["O = WV  output", OF_QUERY, "signed", values],
  };
}

/** @param {import("./grid.js").Grid} grid @param {Title} shown */
export function showTitle(grid, [title, axes, scale, limit]) {
  setText(grid.title, title);
  setText(grid.axes, axes);
  showLegend(grid.legend, scale, limit);
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
  const bar = el("span", "att-bar");
  bar.style.backgroundImage = gradient(scale);
  const [low, high] = text.split("|");
  legend.replaceChildren(el("span", {}, low), bar, el("span", {}, high));
}
