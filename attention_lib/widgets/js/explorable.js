// Explorable: native controls pick one of Python's precomputed frames; one heatmap follows.
import { gradient, css, textColour } from "./colour.js";
import { button } from "./controls.js";
import { el, setText } from "./dom.js";
import { foldable } from "./fold.js";
import { ExplorableControls, ownId } from "./explorable_controls.js";
import {
  cellName, frameOf, layerColour, longestTexts, MOST_LAYERS, painter, samePair,
} from "./explorable_frames.js";
import { Grid } from "./grid.js";
import { isolateKeys, keepPage } from "./keys.js";

/** @typedef {import("./explorable_frames.js").Spec} Spec */
/** @typedef {import("./explorable_frames.js").Choice} Choice */
/** @typedef {import("./explorable_frames.js").Value} Value */
/** @typedef {import("./types.js").Model} Model */
/** @typedef {{ panel: number, row: number, column: number }} Place */

const MOST_WIDE = 9; // columns, with cells of full size
const INVITATION = "Point at a cell (or Tab, then arrow keys).";

export class Explorable {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {Spec} */ this.spec = model.get("spec");
    /** @type {Place | null} */ this.hovered = null;
    /** @type {Place | null} */ this.focused = null;
    this.controls = new ExplorableControls(this.spec.controls, (name, value) => this.choose(name, value));
    this.grids = this.spec.panels.map((panel, at) => this.#grid(panel.kind, at));
    this.sentence = el("p", { class: "att-sentence" });
    this.note = el("p", { class: "att-note" });
    this.warning = el("p", { class: "att-warning" });
    this.lines = el("div", { class: "att-figures" });
    this.reading = el("div", { class: "att-reading" });
    this.presentButton = button("Present", () => {
      model.set("present", !model.get("present"));
      model.save_changes();
    });
    this.controls.element.append(this.presentButton);
    this.element = el("div", { class: "att-explorable", role: "group", "aria-label": this.spec.label },
      this.controls.element,
      el("div", { class: "att-stage" },
        el("div", { class: "att-left" },
          el("div", { class: "att-maps" }, ...this.grids.map(({ element }) => element)), this.reading),
        el("div", { class: "att-said" }, this.#speech(), this.lines)));
    isolateKeys(this.element);
    this.element.addEventListener("focusout", () => { this.focused = null; this.#select(); });
    this.show();
  }

  /** @param {string} name @param {Value} value */
  choose(name, value) {
    this.model.set("choice", { ...this.model.get("choice"), [name]: value });
    this.model.save_changes();
  }

  /** Draw the frame that the model's choice picks, in one paint. */
  show() {
    const choice = this.model.get("choice");
    const present = this.model.get("present");
    this.frame = frameOf(this.spec, choice);
    this.controls.show(choice);
    this.presentButton.setAttribute("aria-pressed", String(present));
    this.element.classList.toggle("att-present", present);
    this.frame.panels.forEach((panel, at) => {
      const grid = this.grids[at];
      const held = grid.table.contains(document.activeElement);
      setText(grid.title, panel.title);
      setText(grid.axes, panel.axes);
      grid.element.classList.toggle("att-dense", panel.columns.length > MOST_WIDE);
      grid.layOut(panel.rows, panel.columns, panel.end || undefined);
      grid.paint(painter(panel), JSON.stringify([panel.rows, panel.columns]));
      panel.ends.forEach((text, i) => setText(grid.rowEnds[i], text));
      if (held) grid.focus(); // new words are new cells: the keyboard stays where it was
    });
    setText(this.sentence, this.frame.sentence);
    setText(this.note, this.frame.note);
    setText(this.warning, this.frame.warning);
    this.warning.hidden = this.frame.warning === "";
    this.lines.replaceChildren(...this.frame.lines.map(([name, text]) =>
      el("div", {}, el("b", {}, name), " ", el("span", {}, text))));
    this.#select();
  }

  /** @param {import("./explorable_frames.js").PanelSpec["kind"]} kind @param {number} at */
  #grid(kind, at) {
    const place = (/** @type {number} */ row, /** @type {number} */ column) => ({ panel: at, row, column });
    const grid = new Grid("map", { editable: false }, {
      hover: (row, column) => { this.hovered = place(row, column); this.#select(); },
      leave: () => { this.hovered = null; this.#select(); },
      focus: (row, column) => { this.focused = place(row, column); this.#select(); },
    });
    keepPage(grid.table);
    const id = ownId("map"); // the grid's own may be another view's too
    grid.title.id = id;
    grid.table.setAttribute("aria-labelledby", id);
    grid.element.classList.add(`att-kind-${kind}`);
    grid.legend.append(...LEGENDS[kind]());
    return grid;
  }

  /** What is said, once per change; the longest of all texts reserves the height. */
  #speech() {
    const ghosts = longestTexts(this.spec).map(({ sentence, note, warning }) =>
      el("div", { class: "att-ghost", "aria-hidden": "true" },
        el("p", { class: "att-sentence" }, sentence), el("p", { class: "att-note" }, note),
        ...(warning ? [el("p", { class: "att-warning" }, warning)] : [])));
    const live = el("div", { role: "status" }, this.sentence, this.note, this.warning);
    return el("div", { class: "att-speech" }, ...ghosts, live);
  }

  /** Outline the chosen cell, and the same pair of words in the other panels. */
  #select() {
    if (!this.frame) return;
    const { panels } = this.frame;
    const chosen = this.hovered ?? this.focused;
    const from = chosen && panels[chosen.panel];
    const alive = chosen && from?.matrix[chosen.row]?.[chosen.column] !== undefined;
    this.grids.forEach((grid, at) => {
      const cell = alive && from ? samePair(from, panels[at], [chosen.row, chosen.column]) : null;
      const { kind, row } = panels[at];
      const whole = {
        weights: {}, layers: { row: cell?.[0] ?? row ?? undefined }, owners: { column: cell?.[1] },
      };
      grid.mark({ ...whole[kind], ...(cell ? { cell } : {}) }, false);
    });
    const text = alive && from ? cellName(from, chosen.row, chosen.column) : INVITATION;
    setText(this.reading, text);
    this.reading.classList.toggle("att-idle", !alive);
  }
}

function weightLegend() {
  const bar = el("span", { class: "att-bar" });
  bar.style.backgroundImage = gradient("weights");
  return [el("span", {}, "0"), bar, el("span", {}, "1"), el("span", { class: "att-key att-masked" }), el("span", {}, "masked")];
}

function layerLegend() {
  const steps = Array.from({ length: MOST_LAYERS }, (_, i) => {
    const rgb = layerColour(i + 1);
    const step = el("span", { class: "att-key" }, String(i + 1));
    step.style.cssText = `background-color:${css(rgb)};color:${textColour(rgb)}`;
    return step;
  });
  return [el("span", {}, "first seen in layer"), ...steps, el("span", { class: "att-key att-masked" }), el("span", {}, "not seen")];
}

const LEGENDS = {
  weights: weightLegend,
  layers: layerLegend,
  owners: () => [el("span", {}, "one number and colour: one owner")],
};

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el: host }) {
  host.classList.add("att-host");
  const explorable = new Explorable(model);
  const follow = () => explorable.show();
  model.on("change:choice", follow);
  model.on("change:present", follow);
  host.append(foldable(model, explorable.element));
  return () => {
    model.off("change:choice", follow);
    model.off("change:present", follow);
  };
}

export default { render };
