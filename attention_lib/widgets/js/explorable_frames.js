// What an explorable shows: one precomputed frame for every combination of its controls.
import { css, textColour, weightColour } from "./colour.js";
import { weight } from "./format.js";

/** @typedef {string | number | boolean} Value */
/** @typedef {Record<string, Value>} Choice */
/** @typedef {"radio" | "range" | "switch" | "cycle"} ControlKind */
/** @typedef {{ name: string, label: string, kind: ControlKind, values: Value[], texts: string[] }} ControlSpec */
/** @typedef {{ kind: "weights" | "layers", axes: string, end: string, row: number | null }} PanelSpec */
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
 * @property {(number[] | string)[][]} matrices  weights in 1/100 000, −1 masked; layers as digits
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
 * @property {number[][]} matrix  weights 0…1, or the layer in which a row first sees a column
 * @property {boolean[][]} seen
 * @property {string[]} ends
 * @property {string} end
 * @property {number | null} row  outlined while no other is pointed at
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
  const drawn = shared.kind === "layers"
    ? { matrix: packed, seen: packed.map((row) => row.map((layer) => layer > 0 && layer <= layers)) }
    : {
      matrix: packed.map((row) => row.map((w) => Math.max(w, 0) / UNIT)),
      seen: packed.map((row) => row.map((w) => w >= 0)),
    };
  return {
    ...shared, ...drawn, title: spec.texts[title],
    rows: spec.labels[rows], columns: spec.labels[columns], ends: spec.labels[ends],
  };
}

/** The layer in which something is first seen: 1 is the brightest. @param {number} layer */
export const layerColour = (layer) => weightColour(1 - (layer - 1) / MOST_LAYERS);

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
      const layers = panel.kind === "layers";
      const rgb = layers ? layerColour(matrix[i][j]) : weightColour(matrix[i][j]);
      const text = layers ? String(matrix[i][j]) : weight(matrix[i][j], true);
      return { text, label, background: css(rgb), colour: textColour(rgb) };
    },
  };
}

/** Row, column and what stands there. @param {Panel} panel @param {number} i @param {number} j */
export function cellName({ kind, rows, columns, matrix, seen }, i, j) {
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
