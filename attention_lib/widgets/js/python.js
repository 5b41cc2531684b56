// "Copy as Python": a state as runnable NumPy.

/** @typedef {import("./types.js").State} State */

/** @param {State} state */
export function asPython(state) {
  const imports = ["scaled_dot_product_attention"];
  const call = ["query", "key", "value"];
  const setup = [];
  const keyLen = state.key.length;
  if (state.mask === "causal") call.push("is_causal=True");
  if (state.mask === "padding") {
    imports.push("padding_mask");
    setup.push(`mask = padding_mask(${keyLen - state.padding}, ${keyLen})`);
  }
  if (state.mask === "window") {
    imports.push("window_mask");
    setup.push(`mask = window_mask(${state.query.length}, ${keyLen}, before=${state.window})`);
  }
  if (state.mask === "custom") {
    setup.push(`mask = np.array(${matrix(state.custom ?? [])}, dtype=bool)  # True = may attend`);
  }
  if (setup.length) call.push("mask=mask");
  const scale = pythonScale(state);
  if (scale) call.push(`scale=${scale}`);
  return [
    "import numpy as np",
    `from attention_lib import ${imports.sort().join(", ")}`,
    "",
    `tokens = [${state.tokens.map((token) => JSON.stringify(token)).join(", ")}]`,
    `query = np.array(${matrix(state.query)})`,
    `key = np.array(${matrix(state.key)})`,
    `value = np.array(${matrix(state.value)})`,
    ...setup,
    "output, weights = scaled_dot_product_attention(",
    `    ${[...call, "return_weights=True"].join(", ")}`,
    ")",
    "print(weights.round(2))",
    "",
  ].join("\n");
}

/** @param {State} state */
function pythonScale(state) {
  if (state.scaled && state.temperature === 1) return "";
  if (!state.scaled) return state.temperature === 1 ? "1" : `1 / ${state.temperature}`;
  return `1 / (${state.query[0].length} ** 0.5 * ${state.temperature})`;
}

/** @param {number[][]} rows */
function matrix(rows) {
  return `[${rows.map((row) => `\n    [${row.join(", ")}],`).join("")}\n]`;
}
