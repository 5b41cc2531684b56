// All 72 maps as numbers, and what they say in words.
import { names } from "./format.js";

/** @typedef {import("./heads_types.js").Answer} Answer */
/** @typedef {import("./heads_types.js").Pattern} Pattern */
/** @typedef {import("./heads_types.js").Place} Place */

/** @typedef {[name: string, title: string, explanation: string, others: number[][]]} Named */

export const LAYERS = 6;
export const HEADS = 12;
export const TOP = 5; // heads that are named in a ranking
export const STANDS_OUT = 5; // hundredths; smaller weights are not named in sentences
const UNIT = 10000; // a pattern's values travel as ten-thousandths, cut off: the middle is meant

/** @param {number} at  0…71 */
export const headName = (at) => `L${Math.floor(at / HEADS)}H${at % HEADS}`;

/** The maps of one sentence, in hundredths. */
export class Maps {
  /** @param {DataView} bytes @param {string[]} words */
  constructor(bytes, words) {
    this.words = words;
    this.names = names(words);
    this.size = words.length;
    this.hundredths = unpacked(bytes, LAYERS * HEADS * words.length ** 2);
  }

  /** One head, row by row. @param {number} at */
  head(at) {
    const cells = this.size ** 2;
    return this.hundredths.subarray(at * cells, (at + 1) * cells);
  }

  /** @param {number} at @param {number} row @returns {number[]} */
  row(at, row) {
    return [...this.head(at).subarray(row * this.size, (row + 1) * this.size)];
  }
}

/** As `packed` in heads_codes.py wrote it. @param {DataView} bytes @param {number} count */
export function unpacked(bytes, count) {
  const weights = new Uint8Array(count + 1); // the last pair may be one too long
  let at = 0;
  for (let i = 0; i < bytes.byteLength; i++) {
    const byte = bytes.getUint8(i);
    if (byte > 244) at += 2 * (byte - 243);
    else if (byte > 100) {
      weights[at++] = Math.floor((byte - 101) / 12);
      weights[at++] = (byte - 101) % 12;
    } else weights[at++] = byte;
  }
  return weights.subarray(0, count);
}

/** @param {number} hundredths */
export const weightText = (hundredths) => (hundredths ? (hundredths / 100).toFixed(2) : "<.01");

/** @param {number} value  of a pattern in a head */
export function valueText(value) {
  if (Number.isNaN(value)) return "–";
  return value < 0.005 ? "<.01" : value.toFixed(2);
}

/**
 * @param {DataView} found  as `found` in heads_codes.py packed it
 * @param {Named[]} named @param {number[][]} cells
 * @returns {Pattern[]}
 */
export function patternsOf(found, named, cells) {
  let at = 0;
  const next = () => found.getUint16(2 * at++, true);
  const values = () => {
    const first = next();
    return Array.from({ length: LAYERS * HEADS }, (_, i) => (first ? ((i ? next() : first) - 0.5) / UNIT : NaN));
  };
  return named.map(([name, title, explanation, others], i) => ({
    name, title, explanation, others,
    here: values(), all: values(), cells: cells[i] ?? [],
  }));
}

/** Whether the sentence has what the pattern looks for. @param {Pattern} pattern */
export const isHere = (pattern) => !pattern.here.every(Number.isNaN);

/** What the small maps are measured by. @param {Pattern} pattern */
export const measured = (pattern) => (isHere(pattern) ? pattern.here : pattern.all);

/** The strongest heads, from the best on; of equal ones the first. @param {number[]} values @returns {number[]} */
export function ranked(values, most = TOP) {
  return values.map((_, at) => at).filter((at) => !Number.isNaN(values[at]))
    .sort((a, b) => values[b] - values[a] || a - b).slice(0, most);
}

/** @param {number[]} values */
export function mean(values) {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : NaN;
}

/** The row to begin with: one that the pattern names, else the last word's. @param {Maps} maps @param {Pattern | null} pattern @returns {Place} */
export function firstPlace({ size, words }, pattern) {
  const last = words.slice(0, -1).map((word) => /[\p{L}\p{N}]/u.test(word)).lastIndexOf(true);
  if (!pattern?.cells.length) return { row: Math.max(last, 0), column: null };
  return { row: Math.floor(pattern.cells[0] / size), column: pattern.cells[0] % size };
}

/** What the chosen row of a head says. @param {Maps} maps @param {number} at @param {Place} place */
export function reading(maps, at, { row, column }) {
  const weights = maps.row(at, row);
  if (column !== null) {
    return `${headName(at)}: query ${maps.names[row]}, key ${maps.names[column]}, weight ${weightText(weights[column])}`;
  }
  const parts = weights.map((_, key) => key).filter((key) => weights[key] >= STANDS_OUT)
    .sort((a, b) => weights[b] - weights[a] || a - b).slice(0, 4)
    .map((key) => `${maps.names[key]} ${weightText(weights[key])}`);
  return `${headName(at)}: ${maps.names[row]} looks at ${parts.join(", ") || "no word by 0.05 or more"}`;
}

/** @param {Pattern} pattern */
export function patternNews(pattern) {
  const values = measured(pattern);
  const [best] = ranked(values, 1);
  if (best === undefined) return `${pattern.title}: not in this sentence`;
  const where = isHere(pattern) ? "" : ", over all shipped sentences: this one has no such words";
  return `${pattern.title}: best ${headName(best)} ${valueText(values[best])}, `
    + `mean of all heads ${valueText(mean(values))}${where}`;
}

/** @param {number} at @param {Pattern | null} pattern */
export function headLabel(at, pattern) {
  const name = `layer ${Math.floor(at / HEADS)}, head ${at % HEADS}`;
  return pattern ? `${name}, ${pattern.title}: ${valueText(measured(pattern)[at])}` : name;
}
