// Alignment maps as numbers, and what they and the translations say in words.
import { names, weight } from "./format.js";

/** @typedef {import("./translator_types.js").Answer} Answer */
/** @typedef {import("./translator_types.js").Side} Side */
/** @typedef {import("./translator_types.js").Chosen} Chosen */

const UNIT = 10000; // weights travel as whole ten-thousandths
export const STANDS_OUT = 0.05; // smaller weights are not named in sentences

/** As `_encoded` in translator_answer.py wrote it. @param {string} text @returns {number[][]} */
export const decoded = (text) => text.replace(/\*(\d+),/g, (_, n) => ",".repeat(Number(n)))
  .split(";").map((row) => row.split(",").map((n) => (n ? parseInt(n, 36) / UNIT : 0)));

/**
 * What can be chosen to look at, the map that stands for the model first.
 * @param {Side} side @returns {{ title: string, heads: string[] }[]}
 */
export function mapsOf(side) {
  return side.maps.flatMap(({ title, heads }) => heads.length === 1 ? [{ title, heads }] : [
    { title: `${title}, mean of ${heads.length} heads`, heads },
    ...heads.map((head, i) => ({ title: `${title}, head ${i + 1}`, heads: [head] })),
  ]);
}

/** @param {Side} side @param {string} [title] @returns {{ title: string, weights: number[][] } | null} */
export function mapOf(side, title) {
  const maps = mapsOf(side);
  const chosen = maps.find((each) => each.title === title) ?? maps[0];
  if (!chosen) return null;
  const heads = chosen.heads.map(decoded);
  return {
    title: chosen.title,
    weights: heads[0].map((row, i) => row.map((_, j) => heads.reduce((sum, head) => sum + head[i][j], 0) / heads.length)),
  };
}

/** Whether both models have a map to compare. @param {Answer} answer */
export const isPair = ({ sides }) => sides.every(({ maps }) => maps.length > 0);

/** @param {Chosen} chosen @returns {0 | 1 | null}  null: the English sentence */
export function sideOf(chosen) {
  if (chosen.at === "map") return chosen.side;
  return chosen.at === "source" ? null : chosen.at === "left" ? 0 : 1;
}

/** Whether a side wrote the chosen word, at its place. @param {number} row @param {Chosen} chosen @param {Answer} answer @param {0 | 1} side */
function wrote(row, chosen, answer, side) {
  if (sideOf(chosen) === side) return true;
  const [left, right] = answer.sides;
  return isPair(answer) && left.words[row] === right.words[row];
}

/**
 * What lights up in the map of a side.
 * @param {Chosen | null} chosen @param {Answer} answer @param {0 | 1} side
 * @returns {import("./grid.js").Marks}
 */
export function marksOf(chosen, answer, side) {
  if (!chosen) return {};
  if (chosen.at === "source") return { column: chosen.column };
  const { row } = chosen;
  const same = wrote(row, chosen, answer, side);
  if (chosen.at !== "map") return same ? { row } : {};
  return same ? { row, column: chosen.column, cell: [row, chosen.column] } : { column: chosen.column };
}

/** @param {Side} side @param {string[] | null} reference @returns {{ right: boolean | null, text: string }} */
export function verdict(side, reference) {
  if (side.ended === false) return { right: false, text: "cut off, it never stopped" };
  if (!reference) return { right: null, text: "not a whole expression" };
  const faults = [
    ...(side.wrong.length ? [`${side.wrong.length} word${side.wrong.length > 1 ? "s" : ""} wrong`] : []),
    ...(side.missing.length ? [`${side.missing.length} missing`] : []),
  ];
  return { right: faults.length === 0, text: faults.join(", ") || "right" };
}

/** @param {Side} side @param {number | null} numbers */
export function trackRecord(side, numbers) {
  const share = side.held_out[String(numbers)];
  if (numbers === null || share === undefined) return "";
  return `with ${numbers} number${numbers === 1 ? "" : "s"}: ${percent(share)} of unseen phrases right`;
}

/** Never 0 % or 100 % where it is not exactly that. @param {number} share */
export function percent(share) {
  if (share > 0 && share < 0.005) return "<1 %";
  if (share < 1 && share >= 0.995) return ">99 %";
  return `${Math.round(100 * share)} %`;
}

/**
 * How strongly each word belongs to what is chosen; null where there is nothing to read.
 * @param {Chosen} chosen @param {(number[][] | null)[]} maps  left, right
 * @returns {{ source: number[] | null, sides: (number[] | null)[] }}
 */
export function links(chosen, maps) {
  if (chosen.at === "source") {
    return { source: null, sides: maps.map((map) => map && map.map((row) => row[chosen.column])) };
  }
  const map = maps[chosen.at === "left" ? 0 : 1];
  return { source: map?.[chosen.row] ?? null, sides: [null, null] };
}

/**
 * What is chosen, in a sentence; of two maps, in a line for each.
 * @param {Chosen} chosen @param {Answer} answer
 * @param {(number[][] | null)[]} maps  left, right: as many rows as are written
 */
export function reading(chosen, answer, maps) {
  if (!isPair(answer)) return readingOn(sideOf(chosen) ?? 1, chosen, answer, maps);
  return `left: ${readingOn(0, chosen, answer, maps)}\nright: ${readingOn(1, chosen, answer, maps)}`;
}

/** @param {0 | 1} at @param {Chosen} chosen @param {Answer} answer @param {(number[][] | null)[]} maps */
function readingOn(at, chosen, answer, maps) {
  const english = names(answer.source);
  const side = answer.sides[at];
  const german = names(side.words);
  const map = maps[at];
  if (chosen.at === "source") {
    if (!map) return `${english[chosen.column]}: on the right no word looks back at it`;
    const readers = strongest(map.map((row) => row[chosen.column]), german);
    return `${english[chosen.column]} is read by ${readers || "no word with 0.05 or more"}`;
  }
  const word = german[chosen.row];
  const row = map?.[chosen.row];
  if (map && word && !row) return "Not written yet.";
  if (!wrote(chosen.row, chosen, answer, at)) return word ? `another word here, ${word}` : "no word here";
  if (!row) return `${word} comes from one vector for the whole phrase: there is no word to point at`;
  if (chosen.at === "map") {
    const gold = side.gold[chosen.row] === chosen.column ? ", the word it renders" : "";
    return `query ${word}, key ${english[chosen.column]}: weight ${weight(row[chosen.column], true)}${gold}`;
  }
  return `${word} reads ${strongest(row, english) || "no word with 0.05 or more"}`;
}

/** @param {number[]} weights @param {string[]} words */
function strongest(weights, words) {
  return weights
    .map((w, i) => ({ w, word: words[i] }))
    .filter(({ w }) => w >= STANDS_OUT)
    .sort((a, b) => b.w - a.w)
    .slice(0, 4)
    .map(({ w, word }) => `${word} ${weight(w, true)}`)
    .join(", ");
}

/** What a new translation says to those who cannot see it. @param {Answer} answer */
export function announcement({ sides, reference }) {
  return sides.map((side) => `${side.title}: ${verdict(side, reference).text}.`).join(" ");
}
