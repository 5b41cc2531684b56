// Comparisons with a name: they set both sides and leave the numbers alone.

/** @typedef {import("./comparison_types.js").Comparison} Comparison */
/** @typedef {import("./comparison_types.js").Settings} Settings */

/** @type {Pick<Settings, "score" | "scaled" | "temperature" | "mask">} */
const PLAIN = { score: "dot", scaled: true, temperature: 1, mask: "none" };

/** @type {Record<string, [Partial<Settings>, Partial<Settings>]>} what differs from a plain dot product */
const DIFFERENCES = {
  "scaled | not scaled": [{}, { scaled: false }],
  "dot | additive": [{}, { score: "additive" }],
  "dot | cosine": [{}, { score: "cosine" }],
  "dot | general": [{}, { score: "general" }],
  "no mask | causal": [{}, { mask: "causal" }],
  "no mask | window": [{}, { mask: "window", window: 1 }],
  "cold | warm": [{ temperature: 0.3 }, { temperature: 3 }],
};

export const PRESETS = Object.keys(DIFFERENCES);
export const CUSTOM = "custom";

/** @param {Comparison} state @param {string} name @returns {Comparison} */
export function withPreset(state, name) {
  const [a, b] = DIFFERENCES[name];
  return { ...state, a: { ...state.a, ...PLAIN, ...a }, b: { ...state.b, ...PLAIN, ...b } };
}

/** The preset that both sides stand at, or "custom". @param {Comparison} state */
export function presetOf(state) {
  return PRESETS.find((name) => {
    const { a, b } = withPreset(state, name);
    return JSON.stringify([a, b]) === JSON.stringify([state.a, state.b]);
  }) ?? CUSTOM;
}
