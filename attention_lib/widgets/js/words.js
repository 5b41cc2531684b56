// Numbers for words that a learner types: the same word always gets the same vectors,
// here and in Python (attention_lib/examples.py).

export const MAX_TOKENS = 16;
export const MAX_WORD = 40;
export const RANGE = 10;

/**
 * Pseudo-random numbers from a word: FNV-1a seeds mulberry32.
 * @param {string} word @param {string} role  "query", "key" or "value" @param {number} size
 */
export function wordVector(word, role, size) {
  let seed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${role}:${word}`)) {
    seed = Math.imul(seed ^ byte, 0x01000193) >>> 0;
  }
  return Array.from({ length: size }, () => {
    seed = (seed + 0x6d2b79f5) >>> 0;
    let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    // 41 steps of 0.1 from −2.0 to 2.0
    return (Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * 41) - 20) / 10;
  });
}

/** @param {string} text @returns {{ tokens: string[] } | { problem: string }} */
export function parseWords(text) {
  const tokens = text.trim().split(/\s+/u).filter(Boolean);
  if (tokens.length === 0) return { problem: "Type at least one word; got none." };
  if (tokens.length > MAX_TOKENS) {
    return { problem: `The editor holds at most ${MAX_TOKENS} words; got ${tokens.length}.` };
  }
  const long = tokens.find((token) => [...token].length > MAX_WORD);
  if (long) {
    return { problem: `A word may have at most ${MAX_WORD} characters; got ${[...long].length}.` };
  }
  return { tokens };
}

/** @param {string} text @returns {{ value: number } | { problem: string }} */
export function parseNumber(text) {
  const plain = text.trim().replace("−", "-").replace(/^([+-]?\d*),(\d+)$/, "$1.$2");
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  const shown = text.length > 20 ? `${text.slice(0, 20)}…` : text;
  if (!Number.isFinite(value)) {
    return { problem: `A cell holds a number from −${RANGE} to ${RANGE}; got “${shown}”.` };
  }
  if (Math.abs(value) > RANGE) {
    return { problem: `Numbers stay between −${RANGE} and ${RANGE}; got ${shown}.` };
  }
  // Five decimals: what is shown as typed can also be computed by hand.
  return { value: Math.round(value * 1e5) / 1e5 + 0 };
}
