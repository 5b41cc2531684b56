// "Copy as Python": a state as runnable NumPy.

import { additiveV, generalMatrix } from "./scoring.js";

/** @typedef {import("./types.js").State} State */

const LINE = 79;

/** @typedef {[imports: string[], lines: string[], options: string[]]} Code */

/** @param {State} state */
export function asPython(state) {
  const [maskImports, maskLines, maskOptions] = maskCode(state);
  const [[call, ...imports], lines, options] = state.score === "dot" ? dotCode(state) : scoreCode(state);
  const array = (/** @type {"query" | "key" | "value"} */ name) => `${name} = np.array(${matrix(state[name])})`;
  return [
    "import numpy as np",
    `from attention_lib import ${[call, ...imports, ...maskImports].sort().join(", ")}`,
    "",
    `tokens = ${words(state.tokens)}`,
    ...(state.key_tokens ? [`key_tokens = ${words(state.key_tokens)}`] : []),
    array("query"), array("key"), array("value"),
    ...maskLines, ...lines,
    `output, weights = ${call}(`,
    ...folded(["query", "key", "value", ...options, ...maskOptions], "return_weights=True"),
    ")",
    "print(weights.round(2))",
    "",
  ].join("\n");
}

/** @param {State} state @returns {Code} */
function maskCode(state) {
  const [queryLen, keyLen] = [state.query.length, state.key.length];
  /** @param {string[]} imports @param {string} made @returns {Code} */
  const masked = (imports, made) => [imports, [`mask = ${made}`], ["mask=mask"]];
  const named = (/** @type {string} */ name, /** @type {string} */ sizes) => masked([name], `${name}(${sizes})`);
  switch (state.mask) {
    case "causal": return state.score === "dot"
      ? [[], [], ["is_causal=True"]] : named("causal_mask", `${queryLen}, ${keyLen}`);
    case "padding": return named("padding_mask", `${keyLen - state.padding}, ${keyLen}`);
    case "window": return named("window_mask", `${queryLen}, ${keyLen}, before=${state.window}`);
    case "custom": return masked([], `np.array(${matrix(state.custom ?? [])}, dtype=bool)  # True = may attend`);
    default: return [[], [], []];
  }
}

/** What is called comes first among the imports. @param {State} state @returns {Code} */
function dotCode(state) {
  const scale = dotScale(state);
  return [["scaled_dot_product_attention"], [], scale ? [`scale=${scale}`] : []];
}

/** @param {State} state */
function dotScale(state) {
  if (state.scaled && state.temperature === 1) return "";
  if (!state.scaled) return state.temperature === 1 ? "1" : `1 / ${state.temperature}`;
  return `1 / (${state.query[0].length} ** 0.5 * ${state.temperature})`;
}

/** @param {State} state @returns {Code} */
function scoreCode(state) {
  const name = `${state.score}_score`;
  const [setup, given] = parameterCode(state);
  const divided = state.temperature === 1 ? "" : ` / ${state.temperature}`;
  const lines = [...setup, "", "", "def score(query, key):", `    return ${name}(query, key${given})${divided}`, "", ""];
  return [["attend", name], lines, ["score=score"]];
}

/** Wₐ or v, and how the score takes it. @param {State} state @returns {[setup: string[], given: string]} */
function parameterCode(state) {
  if (state.score === "cosine") return [[], ""];
  if (state.score === "general") return [[`matrix = np.array(${matrix(generalMatrix(state))})`], ", matrix=matrix"];
  return [
    [`v = np.array([${additiveV(state).join(", ")}])`, `eye = np.eye(${state.query[0].length})`],
    ", w_query=eye, w_key=eye, v=v",
  ];
}

/** On one line of a notebook cell, or the last on its own. @param {string[]} first @param {string} last */
function folded(first, last) {
  const line = `    ${[...first, last].join(", ")}`;
  return line.length <= LINE ? [line] : [`    ${first.join(", ")},`, `    ${last}`];
}

/** @param {string[]} tokens */
const words = (tokens) => `[${tokens.map((token) => JSON.stringify(token)).join(", ")}]`;

/** @param {number[][]} rows */
function matrix(rows) {
  return `[${rows.map((row) => `\n    [${row.join(", ")}],`).join("")}\n]`;
}
