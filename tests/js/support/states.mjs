// Editor states to try things on: one that is easy to read, and random awkward ones.

export const MASKS = ["none", "causal", "padding", "window", "custom"];
export const SCORES = ["dot", "general", "additive", "cosine"];

/** Three words, head_dim 2, value_dim 4: no two sizes alike. */
export function aState(changes = {}) {
  return {
    seq: 0,
    tokens: ["the", "cat", "sat"],
    key_tokens: null,
    query: [[1, 0.5], [-2, 1], [0.3, -0.7]],
    key: [[0.5, -1], [1.5, 2], [-0.4, 0.1]],
    value: [[1, 2, 3, 4], [-1, 0, 0.5, 10], [0.2, -3, 7, -10]],
    score: "dot",
    general: null,
    additive_v: null,
    scaled: true,
    temperature: 1,
    mask: "none",
    window: 1,
    padding: 1,
    custom: null,
    ...changes,
  };
}

/** Two queries, five keys: nothing is square. */
export function aCrossState(changes = {}) {
  return aState({
    tokens: ["red", "car"],
    key_tokens: ["la", "voiture", "verte", "est", "belle"],
    query: [[1, 0.5], [-2, 1]],
    key: [[0.5, -1], [1.5, 2], [-0.4, 0.1], [0, 3], [-1, -1]],
    value: [[1, 2, 3, 4], [-1, 0, 0.5, 10], [0.2, -3, 7, -10], [0, 1, 0, 1], [5, 5, 5, 5]],
    ...changes,
  });
}

/** What each query and each key is called. */
export const namesOf = (state) => ({ queries: state.tokens, keys: state.key_tokens ?? state.tokens });

/** Numbers from 0 to 1, the same at every run. @param {number} seed */
export function randomNumbers(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x9e3779b9) >>> 0;
    let t = Math.imul(a ^ (a >>> 16), 0x21f0aaad);
    t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
    return ((t ^ (t >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Any sizes, score, mask, scale and temperature; a custom mask may leave a row with nothing to see. */
export function randomState(random, changes = {}) {
  const whole = (low, high) => low + Math.floor(random() * (high - low + 1));
  const one = (choices) => choices[whole(0, choices.length - 1)];
  const [queryLen, headDim, valueDim] = [whole(1, 16), whole(1, 8), whole(1, 8)];
  const keyLen = random() < 0.5 ? queryLen : whole(1, 16);
  const range = one([1, 2, 10]);
  const matrix = (rows, columns) => Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => whole(-10 * range, 10 * range) / 10));
  const custom = Array.from({ length: queryLen }, () => {
    const density = one([0, 0.5, 1]);
    return Array.from({ length: keyLen }, () => Number(random() < density));
  });
  const named = (letter, length) => Array.from({ length }, (_, i) => `${letter}${i}`);
  return {
    seq: 0,
    tokens: named("w", queryLen),
    key_tokens: keyLen === queryLen && random() < 0.8 ? null : named("k", keyLen),
    query: matrix(queryLen, headDim), key: matrix(keyLen, headDim), value: matrix(keyLen, valueDim),
    score: one(SCORES),
    general: random() < 0.5 ? null : matrix(headDim, headDim),
    additive_v: random() < 0.5 ? null : matrix(1, headDim)[0],
    scaled: random() < 0.7,
    temperature: one([1, 1, 0.1, 0.37, 2.5, 10]),
    mask: one(MASKS),
    window: whole(0, keyLen),
    padding: whole(0, keyLen),
    custom,
    ...changes,
  };
}

/** @param {number} count */
export function randomStates(count, changes = {}) {
  const random = randomNumbers(count);
  return Array.from({ length: count }, () => randomState(random, changes));
}
