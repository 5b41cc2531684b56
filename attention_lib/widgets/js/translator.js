// Translator: type English arithmetic, and two models write it in German, word after word.
import { el, setText } from "./dom.js";
import { names } from "./format.js";
import { isolateKeys } from "./keys.js";
import { Asker } from "./translator_ask.js";
import { PhraseControls, StepControls } from "./translator_controls.js";
import { AlignmentMap } from "./translator_map.js";
import { announcement, isPair, links, mapOf, mapsOf, reading, sideOf } from "./translator_maps.js";
import { Sentence } from "./translator_sentence.js";
import { SidePanel } from "./translator_side.js";
import { Steps } from "./translator_step.js";

/** @typedef {import("./translator_types.js").Answer} Answer */
/** @typedef {import("./translator_types.js").Chosen} Chosen */
/** @typedef {import("./translator_types.js").Model} Model */

const HINT = "Point at a word, or step, to see what it reads.";

export class Translator {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {Chosen | null} */ this.chosen = null;
    /** @type {Answer} */ this.answer = model.get("answer");
    /** @type {ReturnType<typeof mapOf>[]} */ this.read = [];
    /** @type {string | null} a model that is asked for */ this.wanted = null;
    this.asker = new Asker(model, (message) => this.#wait(message));
    this.steps = new Steps(() => this.#draw());
    const choose = (/** @type {Chosen} */ chosen) => { this.chosen = chosen; this.#link(); };
    const leave = () => { this.chosen = null; this.#link(); };
    const side = (/** @type {"left" | "right"} */ at, /** @type {HTMLElement} */ title) =>
      new SidePanel(`${at} side`, title, { choose: (row) => choose({ at, row }), leave });
    this.controls = new PhraseControls(model.get("examples"), {
      typed: (phrase) => this.asker.typed(phrase, this.#models()),
      asked: (phrase) => this.asker.ask(phrase, this.#models()),
    });
    this.right = el("select", { "aria-label": "Model on the right side" },
      ...model.get("choices").map((/** @type {[string, string]} */ [value, title]) => el("option", { value }, title)));
    this.right.addEventListener("change", () => {
      this.wanted = this.right.value;
      this.asker.ask(this.controls.phrase.value, this.#models());
    });
    this.source = new Sentence("English words", "en", { choose: (column) => choose({ at: "source", column }), leave });
    this.sides = [side("left", el("span")), side("right", this.right)];
    this.stepper = new StepControls({
      go: (at) => this.steps.go(at), by: (step) => this.steps.go(this.steps.at + step),
      play: () => this.steps.togglePlay(), gold: () => this.#draw(), map: () => this.#read(),
      present: () => {
        model.set("present", !model.get("present"));
        model.save_changes();
      },
    });
    this.heard = el("div", { class: "att-problem", role: "status" }); // seen in the panels
    this.reading = el("div", { class: "att-tr-reading" });
    this.maps = ([0, 1]).map((at) => new AlignmentMap(/** @type {0 | 1} */ (at), choose, leave));
    this.element = el("div", { class: "att-editor att-translator", role: "group", "aria-label": "Translator" },
      this.controls.element,
      el("div", { class: "att-tr-body" },
        el("div", { class: "att-tr-texts" }, this.source.element,
          el("div", { class: "att-tr-sides" }, ...this.sides.map((panel) => panel.element)),
          this.stepper.element, this.reading),
        el("div", { class: "att-tr-maps" }, ...this.maps.map((map) => map.element))),
      this.heard);
    isolateKeys(this.element);
    this.controls.write(this.answer.phrase);
    this.follow();
  }

  /** Python has answered, or has changed its mind. */
  follow() {
    const mine = this.asker.seq;
    const answer = this.model.get("answer");
    if (!this.asker.answered()) return; // to a phrase that is no longer asked
    this.wanted = null;
    if (answer.seq > mine) this.controls.write(answer.phrase);
    const same = JSON.stringify({ ...answer, seq: 0, problem: null }) === JSON.stringify({ ...this.answer, seq: 0, problem: null });
    const first = this.read.length === 0;
    this.answer = answer;
    if (!same || first) this.#keepingKeyboard(() => this.#take());
    this.#say("");
    if (!first && !same) setText(this.heard, announcement(answer));
  }

  /** How often the models are right, or not. */
  showCurve() {
    this.#draw();
  }

  showPresent() {
    this.element.classList.toggle("att-present", this.model.get("present"));
    this.stepper.showPresent(this.model.get("present"));
  }

  stop() {
    this.asker.stop();
    this.steps.stop();
  }

  /** New words are new elements: the keyboard stays where it was, or at the phrase. @param {() => void} draw */
  #keepingKeyboard(draw) {
    const places = [this.source, ...this.sides.map(({ sentence }) => sentence), ...this.maps.map(({ grid }) => grid)];
    const held = places.find(({ element }) => element.contains(document.activeElement));
    draw();
    const lost = () => !document.activeElement?.getClientRects().length || !this.element.contains(document.activeElement);
    if (held && lost()) held.focus();
    if (held && lost()) this.controls.phrase.focus();
  }

  /** Show a new translation, whole. */
  #take() {
    const { sides, source } = this.answer;
    this.chosen = null;
    this.stepper.offerMaps(mapsOf(sides[1]).map(({ title }) => title));
    this.source.show(names(source).map((label, place) =>
      ({ text: source[place], label, state: "", later: false, place })));
    this.steps.reset(Math.max(...sides.map(({ words }) => words.length)));
    this.#read();
  }

  /** Look at the map that is chosen. */
  #read() {
    const [left, right] = this.answer.sides;
    this.read = [mapOf(left), mapOf(right, this.stepper.map.value)];
    this.#draw();
  }

  #draw() {
    const { sides, reference, numbers } = this.answer;
    const { at } = this.steps;
    sides.forEach((side, i) => this.sides[i].show(side, reference, numbers, at, this.model.get("curve")));
    this.stepper.show(this.steps, sides[1].words[at - 1] ?? "");
    const pair = isPair(this.answer);
    this.element.classList.toggle("att-tr-pair", pair);
    this.maps[0].element.hidden = !pair;
    this.maps.forEach((map, i) => map.show(this.answer, this.read[i], at, this.stepper.gold.checked));
    this.showPresent();
    this.#link();
  }

  /** Light up what belongs to the chosen word, or else to the word written last. */
  #link() {
    const chosen = this.chosen ?? this.#pen();
    const written = this.read.map((map) => map && map.weights.slice(0, this.steps.at));
    const { source, sides } = chosen ? links(chosen, written) : { source: null, sides: [null, null] };
    const column = chosen && "column" in chosen ? chosen.column : null;
    const row = chosen && "row" in chosen ? chosen.row : null;
    this.source.link(source, column);
    this.sides.forEach((panel, i) => {
      panel.sentence.link(sides[i], chosen && sideOf(chosen) === i ? row : null);
    });
    this.maps.forEach((map) => map.mark(chosen, this.answer));
    setText(this.reading, chosen ? reading(chosen, this.answer, written) : HINT);
  }

  /** @returns {Chosen | null} */
  #pen() {
    const row = this.steps.at - 1;
    if (this.steps.whole || row < 0) return null;
    const [left, right] = this.answer.sides;
    if (row < right.words.length) return { at: "right", row };
    return isPair(this.answer) && row < left.words.length ? { at: "left", row } : null;
  }

  #models() {
    const [left, right] = this.answer.sides;
    return [left.name, this.wanted ?? right.name];
  }

  /** Nothing stands under another model's name, however long an answer takes. @param {string} message */
  #wait(message) {
    this.#say(message);
    if (message) this.#draw();
  }

  /** @param {string} message */
  #say(message) {
    // Another view's phrase may be the one that cannot be translated.
    const mine = this.model.get("request").phrase === this.controls.phrase.value;
    this.controls.say(message, message || !mine ? null : this.answer.problem);
  }
}

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el: host }) {
  host.classList.add("att-host");
  const translator = new Translator(model);
  const follow = () => translator.follow();
  const present = () => translator.showPresent();
  const curve = () => translator.showCurve();
  model.on("change:answer", follow);
  model.on("change:present", present);
  model.on("change:curve", curve);
  host.append(translator.element);
  return () => {
    model.off("change:answer", follow);
    model.off("change:present", present);
    model.off("change:curve", curve);
    translator.stop();
  };
}

export default { render };
