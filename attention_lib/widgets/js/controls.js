// The row of controls above the matrices.
import { el, on, setText, uniqueId } from "./dom.js";
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
    this.#root = el("span", "att-root");
    const marks = uniqueId("marks");
    this.#temperature = el("input", { type: "range", min: "-1", max: "1", step: String(SLIDER_STEP), list: marks });
    this.#temperatureText = el("span", "att-number"); // no <output>: that would speak
    this.#mask = el("select", {}, ...MASKS.map((name) => el("option", {}, name)));
    this.#maskSize = el("input", { type: "number", min: "0", step: "1", class: "att-size" });
    this.#maskSizeText = el("span");
    this.#undo = button("↶ Undo", events.undo);
    this.#redo = button("↷ Redo", events.redo);
    this.#presentButton = button("Present", events.present);
    this.#maskSizeLabel = el("label", {}, this.#maskSizeText, " ", this.#maskSize);
    this.element = el("div", { class: "att-controls", role: "group", "aria-label": "Controls" },
      ...this.#sources.elements,
      el("label", {}, "Score ", this.score),
      el("label", {}, this.#scaled, " ", this.#root),
      el("label", {}, "Temperature ", this.#temperature,
        el("datalist", { id: marks }, el("option", { value: "0" })), this.#temperatureText),
      el("label", {}, "Mask ", this.#mask),
      this.#maskSizeLabel,
      el("span", "att-buttons",
        this.#undo, this.#redo, button("Reset", events.reset), button("Copy as Python", events.copy),
        this.#presentButton));
    this.#listen(events);
  }

  /** @param {State} state @param {import("./history.js").History<State>} history @param {boolean} present */
  show(state, history, present) {
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
    enable(this.#undo, history.past.length > 0);
    enable(this.#redo, history.future.length > 0);
    this.#presentButton.setAttribute("aria-pressed", String(present));
  }

  /** @param {ControlEvents} events */
  #listen(events) {
    on(this.score, "change", () => events.score(/** @type {State["score"]} */ (this.score.value)));
    on(this.#scaled, "change", () => events.scaled(this.#scaled.checked));
    const temperature = () => Number((10 ** Number(this.#temperature.value)).toPrecision(3));
    on(this.#temperature, "input", () => events.temperature(temperature(), false));
    on(this.#temperature, "change", () => events.temperature(temperature(), true));
    on(this.#mask, "change", () => events.mask(/** @type {State["mask"]} */ (this.#mask.value)));
    on(this.#maskSize, "change", () => {
      const size = Math.min(Math.max(Math.round(Number(this.#maskSize.value)) || 0, 0), Number(this.#maskSize.max));
      events.maskSize(this.#mask.value === "padding" ? "padding" : "window", size);
    });
  }
}

/** @param {string} text @param {() => void} press */
export function button(text, press) {
  const element = el("button", { type: "button" }, text);
  on(element, "click", () => {
    if (element.getAttribute("aria-disabled") !== "true") press();
  });
  return element;
}

/** Disabled for use, but still focusable: undoing everything must not lose the keyboard's place. @param {HTMLElement} element @param {boolean} on */
export function enable(element, on) {
  element.setAttribute("aria-disabled", String(!on));
}
