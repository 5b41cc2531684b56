// What an explorable shows: one precomputed frame for every combination of its controls.
import { css, textColour, weightColour } from "./colour.js";
import { weight } from "./format.js";

/** @typedef {string | number | boolean} Value */
/** @typedef {Record<string, Value>} Choice */
/** @typedef {"radio" | "range" | "switch" | "cycle"} ControlKind */
/** @typedef {{ name: string, label: string, kind: ControlKind, values: Value[], texts: string[] }} ControlSpec */
/** @typedef {{ kind: "weights" | "layers" | "owners", axes: string, end: string, row: number | null, nouns?: [column: string, owner: string] }} PanelSpec */
/** @typedef {[title: number, rows: number, columns: number, matrix: number, ends: number, layers: number]} PackedPanel */
/** @typedef {[panels: PackedPanel[], sentence: number[], note: number[], warning: number, lines: [number, number][]]} PackedFrame */

/**
 * As Python packs it (explorable_parts.py): every text, row of labels and matrix once.
 * @typedef {object} Spec
 * @property {string} label
 * @property {ControlSpec[]} controls
 * @property {PanelSpec[]} panels
 * @property {string[]} texts
 * @property {string[][]} labels
 * @property {(number[] | string)[][]} matrices  weights in 1/100 000, −1 masked; layers as digits; owners
 * @property {PackedFrame[]} frames
 * @property {number[]} order  the frame of each combination, the last control changing fastest
 */

/**
 * @typedef {object} Panel
 * @property {PanelSpec["kind"]} kind
 * @property {string} axes
 * @property {string} title
 * @property {string[]} rows
 * @property {string[]} columns
 * @property {number[][]} matrix  weights 0…1, the layer in which a row first sees a column, or an owner
 * @property {boolean[][]} seen
 * @property {string[]} ends
 * @property {string} end
 * @property {number | null} row  outlined while no other is pointed at
 * @property {[column: string, owner: string]} [nouns]  of kind "owners"
 */

/** @typedef {{ panels: Panel[], sentence: string, note: string, warning: string, lines: [string, string][] }} Frame */

const UNIT = 100_000;
export const MOST_LAYERS = 6;

/** @param {Spec} spec @param {Choice} choice @returns {number} */
export function stateNumber({ controls }, choice) {
  return controls.reduce((at, { name, values }) => {
    const place = values.indexOf(choice[name]);
    return at * values.length + Math.max(place, 0);
  }, 0);
}

/** @param {Spec} spec @param {Choice} choice @returns {Frame} */
export function frameOf(spec, choice) {
  const [panels, sentence, note, warning, lines] = spec.frames[spec.order[stateNumber(spec, choice)]];
  const say = (/** @type {number[]} */ parts) => parts.map((i) => spec.texts[i]).join(" ");
  return {
    panels: panels.map((packed, i) => panelOf(spec, spec.panels[i], packed)),
    sentence: say(sentence), note: say(note), warning: spec.texts[warning],
    lines: lines.map(([name, text]) => [spec.texts[name], spec.texts[text]]),
  };
}

/** @param {Spec} spec @param {PanelSpec} shared @param {PackedPanel} packed @returns {Panel} */
function panelOf(spec, shared, [title, rows, columns, matrix, ends, layers]) {
  const packed = spec.matrices[matrix].map((row) => [...row].map(Number));
  const see = (/** @type {(n: number) => boolean} */ seen) => packed.map((row) => row.map(seen));
  const drawn = {
    weights: () => ({ matrix: packed.map((row) => row.map((w) => Math.max(w, 0) / UNIT)), seen: see((w) => w >= 0) }),
    layers: () => ({ matrix: packed, seen: see((layer) => layer > 0 && layer <= layers) }),
    owners: () => ({ matrix: packed, seen: see(() => true) }),
  };
  return {
    ...shared, ...drawn[shared.kind](), title: spec.texts[title],
    rows: spec.labels[rows], columns: spec.labels[columns], ends: spec.labels[ends],
  };
}

/** The layer in which something is first seen: 1 is the brightest. @param {number} layer */
export const layerColour = (layer) => weightColour(1 - (layer - 1) / MOST_LAYERS);

// Far apart in brightness, so that neighbours differ in grey too; as in explorable_snapshot.py.
const OWNER_SHADES = [0.15, 0.75, 0.4, 1];

/** It differs from the neighbours'. @param {number} owner  from 1 */
export const ownerColour = (owner) => weightColour(OWNER_SHADES[(owner - 1) % OWNER_SHADES.length]);

const COLOURS = { weights: weightColour, layers: layerColour, owners: ownerColour };

/** How the cells look and are called. @param {Panel} panel @returns {import("./grid.js").Painter} */
export function painter(panel) {
  const { matrix, seen } = panel;
  return {
    key: (i, j) => seen[i][j] ? matrix[i][j] : "masked",
    look: (i, j) => {
      const label = cellName(panel, i, j);
      if (!seen[i][j]) {
        return { text: panel.kind === "layers" ? "" : "0", label, background: "", colour: "", masked: true };
      }
      const rgb = COLOURS[panel.kind](matrix[i][j]);
      const text = panel.kind === "weights" ? weight(matrix[i][j], true) : String(matrix[i][j]);
      return { text, label, background: css(rgb), colour: textColour(rgb) };
    },
  };
}

/** Row, column and what stands there. @param {Panel} panel @param {number} i @param {number} j */
export function cellName({ kind, rows, columns, matrix, seen, nouns }, i, j) {
  if (kind === "owners") return `${nouns?.[0]} ${columns[j]}, ${rows[i]}: ${nouns?.[1]} ${matrix[i][j]}`;
  if (kind === "layers") {
    const pair = `position ${rows[i]}, input ${columns[j]}`;
    return seen[i][j] ? `${pair}, first seen in layer ${matrix[i][j]}` : `${pair}, not seen`;
  }
  const pair = `query ${rows[i]}, key ${columns[j]}`;
  return seen[i][j] ? `${pair}, weight ${weight(matrix[i][j], true)}` : `${pair}, masked, weight 0`;
}

/**
 * The same pair of words in another panel, wherever it stands there.
 * @param {Panel} from @param {Panel} to @param {[number, number]} cell
 * @returns {[number, number] | null}
 */
export function samePair(from, to, [i, j]) {
  const row = to.rows.indexOf(from.rows[i]);
  const column = to.columns.indexOf(from.columns[j]);
  return row < 0 || column < 0 ? null : [row, column];
}

/** @typedef {{ sentence: string, note: string, warning: string }} Said */

/**
 * The frames that say most, without and with a warning: their height is reserved,
 * so that nothing moves.
 * @param {Spec} spec @returns {Said[]}
 */
export function longestTexts(spec) {
  const say = (/** @type {number[]} */ parts) => parts.map((i) => spec.texts[i]).join(" ");
  const all = spec.frames.map(([, sentence, note, warning]) =>
    ({ sentence: say(sentence), note: say(note), warning: spec.texts[warning] }));
  const length = (/** @type {Said} */ said) => Object.values(said).join("").length;
  return [false, true].flatMap((warned) =>
    all.filter(({ warning }) => (warning !== "") === warned)
      .sort((a, b) => length(b) - length(a)).slice(0, 1));
}
