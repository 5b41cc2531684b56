// The row of controls above the matrices.
import { el, setText, uniqueId } from "./dom.js";
import { number } from "./format.js";
import { isScaled } from "./math.js";
import { Sources } from "./sources.js";

/** @typedef {import("./types.js").State} State */

/**
 * @typedef {object} OwnEvents
 * @property {(score: State["score"]) => void} score
 * @property {(scaled: boolean) => void} scaled
 * @property {(temperature: number, final: boolean) => void} temperature
 * @property {(mask: State["mask"]) => void} mask
 * @property {(name: "window" | "padding", size: number) => void} maskSize
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => void} reset
 * @property {() => void} copy
 * @property {() => void} present
 */
/** @typedef {OwnEvents & import("./sources.js").SourceEvents} ControlEvents */

const SLIDER_STEP = 0.01; // of the temperature's logarithm
/** @type {[State["score"], string][]} */
const SCORES = [["dot", "dot product"], ["general", "general"], ["additive", "additive"], ["cosine", "cosine"]];
const MASKS = ["none", "causal", "padding", "window", "custom"];

export class Controls {
  #sources; #scaled; #root; #temperature; #temperatureText; #mask;
  #maskSize; #maskSizeText; #maskSizeLabel; #undo; #redo; #presentButton;

  /** @param {ControlEvents} events */
  constructor(events) {
    this.#sources = new Sources(events);
    this.score = el("select", {}, ...SCORES.map(([value, name]) => el("option", { value }, name)));
    this.#scaled = el("input", { type: "checkbox" });
    this.#root = el("span", { class: "att-root" });
    this.#temperature = el("input", { type: "range", min: "-1", max: "1", step: String(SLIDER_STEP), list: uniqueId("marks") });
    this.#temperatureText = el("span", { class: "att-number" }); // no <output>: that would speak
    this.#mask = el("select", {}, ...MASKS.map((name) => el("option", { value: name }, name)));
    this.#maskSize = el("input", { type: "number", min: "0", step: "1", class: "att-size" });
    this.#maskSizeText = el("span");
    this.#undo = button("↶ Undo", events.undo);
    this.#redo = button("↷ Redo", events.redo);
    this.#presentButton = button("Present", events.present);
    const marks = el("datalist", { id: this.#temperature.getAttribute("list") ?? "" }, el("option", { value: "0" }));
    this.#maskSizeLabel = el("label", { class: "att-mask-size" }, this.#maskSizeText, " ", this.#maskSize);
    this.element = el("div", { class: "att-controls", role: "group", "aria-label": "Controls" },
      ...this.#sources.elements,
      el("label", {}, "Score ", this.score),
      el("label", {}, this.#scaled, " ", this.#root),
      el("label", {}, "Temperature ", this.#temperature, marks, this.#temperatureText),
      el("label", {}, "Mask ", this.#mask),
      this.#maskSizeLabel,
      el("span", { class: "att-buttons" },
        this.#undo, this.#redo, button("Reset", events.reset), button("Copy as Python", events.copy),
        this.#presentButton));
    this.#listen(events);
  }

  /** @param {State} state @param {{ canUndo: boolean, canRedo: boolean, present: boolean }} status */
  show(state, status) {
    this.#sources.show(state);
    this.score.value = state.score;
    this.#scaled.checked = isScaled(state);
    enable(this.#scaled, state.score === "dot");
    const headDim = state.query[0].length;
    setText(this.#root, state.score === "dot" ? `÷ √head_dim = √${headDim}` : `÷ √${headDim}: dot only`);
    const place = Math.log10(state.temperature);
    // Rounding must not pull the slider back under the learner's hand.
    if (Math.abs(Number(this.#temperature.value) - place) > SLIDER_STEP / 2) {
      this.#temperature.value = String(place);
    }
    this.#temperature.setAttribute("aria-valuetext", number(state.temperature));
    setText(this.#temperatureText, number(state.temperature));
    this.#mask.value = state.mask;
    const sized = state.mask === "window" || state.mask === "padding";
    // Hidden, not removed: the controls keep their place.
    this.#maskSizeLabel.style.visibility = sized ? "visible" : "hidden";
    setText(this.#maskSizeText, state.mask === "padding" ? "padded" : "each side");
    this.#maskSize.max = String(state.key.length);
    const size = String(state.mask === "padding" ? state.padding : state.window);
    if (this.#maskSize.value !== size) this.#maskSize.value = size;
    enable(this.#undo, status.canUndo);
    enable(this.#redo, status.canRedo);
    this.#presentButton.setAttribute("aria-pressed", String(status.present));
  }

  /** @param {ControlEvents} events */
  #listen(events) {
    this.score.addEventListener("change", () => events.score(/** @type {State["score"]} */ (this.score.value)));
    this.#scaled.addEventListener("change", () => events.scaled(this.#scaled.checked));
    const temperature = () => Number((10 ** Number(this.#temperature.value)).toPrecision(3));
    this.#temperature.addEventListener("input", () => events.temperature(temperature(), false));
    this.#temperature.addEventListener("change", () => events.temperature(temperature(), true));
    this.#mask.addEventListener("change", () => events.mask(/** @type {State["mask"]} */ (this.#mask.value)));
    this.#maskSize.addEventListener("change", () => {
      const size = Math.min(Math.max(Math.round(Number(this.#maskSize.value)) || 0, 0), Number(this.#maskSize.max));
      events.maskSize(this.#mask.value === "padding" ? "padding" : "window", size);
    });
  }
}

/** @param {string} text @param {() => void} press */
export function button(text, press) {
  const element = el("button", { type: "button" }, text);
  element.addEventListener("click", () => {
    if (element.getAttribute("aria-disabled") !== "true") press();
  });
  return element;
}

/** Disabled for use, but still focusable: undoing everything must not lose the keyboard's place. @param {HTMLElement} element @param {boolean} on */
export function enable(element, on) {
  element.setAttribute("aria-disabled", String(!on));
}
