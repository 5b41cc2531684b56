// How a query is compared with a key: the scores of attention_lib/scoring.py, one pair at a time.

/** @typedef {import("./types.js").State} State */

/** @param {State} state @param {number[]} q @param {number[]} k */
export function scoreOf(state, q, k) {
  switch (state.score) {
    case "general": return dot(projected(q, generalMatrix(state)), k);
    case "additive": return dot(additiveV(state), hidden(q, k));
    case "cosine": return cosine(q, k);
    default: return dot(q, k);
  }
}

/** @param {number[]} a @param {number[]} b */
export function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** A row times a matrix: q·Wₐ, which the general score compares with the key. @param {number[]} row @param {number[][]} matrix */
export function projected(row, matrix) {
  return matrix[0].map((_, c) => dot(row, matrix.map((cells) => cells[c])));
}

/** tanh(q + k): Bahdanau's hidden layer with both matrices the identity. @param {number[]} q @param {number[]} k */
export function hidden(q, k) {
  return q.map((x, c) => Math.tanh(x + k[c]));
}

/** @param {number[]} a */
export const norm = (a) => Math.hypot(...a);

/** @param {number[]} q @param {number[]} k */
function cosine(q, k) {
  const lengths = norm(q) * norm(k);
  return lengths === 0 ? 0 : dot(q, k) / lengths; // a vector of zeros has no direction
}

/** Wₐ of the general score. @param {State} state @returns {number[][]} */
export function generalMatrix(state) {
  return state.general ?? defaultGeneral(state.query[0].length);
}

/** v of the additive score. @param {State} state @returns {number[]} */
export function additiveV(state) {
  return state.additive_v ?? state.query[0].map(() => 1);
}

/**
 * Like with like, and half of each query dimension with the key dimension after it: not
 * symmetric, so that it matters who asks. As in attention_lib/widgets/editor_forward.py.
 * @param {number} size
 */
function defaultGeneral(size) {
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => (i === j ? 1 : j === i + 1 ? 0.5 : 0)));
}

/** What the score itself is made of: Wₐ, or v as one row; nothing for dot and cosine. @param {State} state @returns {number[][]} */
export function parameterOf(state) {
  if (state.score === "general") return generalMatrix(state);
  return state.score === "additive" ? [additiveV(state)] : [];
}
