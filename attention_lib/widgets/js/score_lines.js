// How a query is compared with a key, term by term: the derivation's first lines.
import { bracketed, exact, number, step } from "./format.js";
import { isScaled, scoreDivisor } from "./math.js";
import { additiveV, dot, generalMatrix, hidden, norm, projected } from "./scoring.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Result} Result */
/** @typedef {import("./derivation.js").Line} Line */

/**
 * The last line ends in the score shown.
 * @param {State} state @param {Result} result @param {number} i @param {number} j
 * @returns {Line[]}
 */
export function scoreLines(state, result, i, j) {
  const [q, k, raw] = [state.query[i], state.key[j], result.raw[i][j]];
  const { before, steps } = parts(state, q, k, raw);
  if (isScaled(state)) steps.push([`÷ √${q.length}`, raw / Math.sqrt(q.length)]);
  if (state.temperature !== 1) {
    steps.push([`÷ temperature ${exact(state.temperature)}`, raw / scoreDivisor(state)]);
  }
  const last = steps.length - 1;
  const text = steps.map(([made, value], n) => `${made} = ${n === last ? number(value) : step(value)}`);
  return [...before, { name: "score", text: text.join(";  ") }];
}

/**
 * What comes before the score, and the steps to it.
 * @param {State} state @param {number[]} q @param {number[]} k @param {number} raw
 * @returns {{ before: Line[], steps: [string, number][] }}
 */
function parts(state, q, k, raw) {
  switch (state.score) {
    case "general": {
      const matrix = generalMatrix(state);
      const before = [{ name: "q·Wₐ", text: projectionText(q, matrix) }];
      return { before, steps: [[productsText(projected(q, matrix), k, step), raw]] };
    }
    case "additive": return { before: [], steps: [[additiveText(additiveV(state), q, k), raw]] };
    case "cosine": return cosineParts(q, k, raw);
    default: return { before: [], steps: [[productsText(q, k), raw]] };
  }
}

/** @param {number[]} a @param {number[]} b @param {(x: number) => string} [write] */
function productsText(a, b, write = exact) {
  return a.map((x, c) => `${bracketed(x, write)}·${bracketed(b[c])}`).join(" + ");
}

/** Every column of Wₐ; products with 0 are left out. @param {number[]} q @param {number[][]} matrix */
function projectionText(q, matrix) {
  return projected(q, matrix).map((value, c) => {
    const terms = q.flatMap((x, r) => (matrix[r][c] === 0 ? [] : [`${bracketed(x)}·${bracketed(matrix[r][c])}`]));
    return `(${c + 1}) ${terms.join(" + ") || "0.0"} = ${step(value)}`;
  }).join(";  ");
}

/** @param {number[]} v @param {number[]} q @param {number[]} k */
function additiveText(v, q, k) {
  const tanh = hidden(q, k);
  const written = v.map((x, c) => `${bracketed(x)}·tanh(${exact(q[c])} + ${bracketed(k[c])})`);
  const valued = v.map((x, c) => `${bracketed(x)}·${bracketed(tanh[c], step)}`);
  return `${written.join(" + ")} = ${valued.join(" + ")}`;
}

/** @param {number[]} q @param {number[]} k @param {number} raw @returns {{ before: Line[], steps: [string, number][] }} */
function cosineParts(q, k, raw) {
  const before = [lengthLine("|q|", q), lengthLine("|k|", k)];
  const zero = [q, k].findIndex((vector) => norm(vector) === 0);
  if (zero >= 0) return { before, steps: [[`|${"qk"[zero]}| = 0, and what has no direction is given the score`, 0]] };
  return {
    before,
    steps: [[productsText(q, k), dot(q, k)], [`÷ (${step(norm(q))}·${step(norm(k))})`, raw]],
  };
}

/** @param {string} name @param {number[]} a @returns {Line} */
function lengthLine(name, a) {
  return { name, text: `√(${a.map((x) => `${bracketed(x)}²`).join(" + ")}) = ${step(norm(a))}` };
}
