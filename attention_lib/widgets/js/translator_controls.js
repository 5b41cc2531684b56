// What the learner types and chooses: the phrase, examples, the model on the right, the step.
import { button } from "./controls.js";
import { el, setAttribute, setText, uniqueId } from "./dom.js";
import { offers, replaced } from "./translator_ask.js";

/** @typedef {import("./translator_types.js").Problem} Problem */

/**
 * @typedef {object} PhraseEvents
 * @property {(phrase: string) => void} typed
 * @property {(phrase: string) => void} asked
 */

export class PhraseControls {
  /** @param {Record<string, string>} examples @param {PhraseEvents} events */
  constructor(examples, events) {
    this.events = events;
    const id = uniqueId("message");
    this.phrase = el("input", {
      type: "text", class: "att-tr-phrase", autocomplete: "off", spellcheck: "false", "aria-describedby": id,
    });
    this.message = el("div", { class: "att-tr-message", role: "status", id });
    this.suggestions = el("span", { class: "att-buttons" });
    this.element = el("div", { class: "att-controls", role: "group", "aria-label": "Phrase" },
      el("label", { class: "att-words-label" }, "English ", this.phrase),
      el("span", { class: "att-buttons", role: "group", "aria-label": "Example phrases" },
        ...Object.entries(examples).map(([name, phrase]) => button(name, () => this.#put(phrase)))),
      el("div", { class: "att-tr-line" }, this.message, this.suggestions));
    this.#listen();
  }

  /** @param {string} phrase */
  write(phrase) {
    if (this.phrase.value !== phrase) this.phrase.value = phrase;
  }

  /** @param {string} message @param {Problem | null} problem */
  say(message, problem) {
    setText(this.message, problem ? problem.text : message);
    this.message.classList.toggle("att-wrong", problem !== null);
    setAttribute(this.phrase, "aria-invalid", String(problem !== null));
    const offered = offers(problem?.nearest ?? []);
    const drawn = JSON.stringify(offered);
    if (this.suggestions.getAttribute("data-drawn") === drawn) return;
    setAttribute(this.suggestions, "data-drawn", drawn);
    this.suggestions.replaceChildren(...offered.map(([unknown, known]) => {
      const offer = button(`${known}?`, () => {
        this.phrase.focus();
        this.#put(replaced(this.phrase.value, unknown, known));
      });
      offer.setAttribute("aria-label", `${known}, instead of ${unknown}`);
      return offer;
    }));
  }

  /** @param {string} phrase */
  #put(phrase) {
    this.write(phrase);
    this.events.asked(phrase);
  }

  #listen() {
    this.phrase.addEventListener("input", () => this.events.typed(this.phrase.value));
    this.phrase.addEventListener("change", () => this.events.asked(this.phrase.value));
  }
}

export class StepControls {
  /** @param {{ go: (at: number) => void, by: (step: 1 | -1) => void, play: () => void, gold: () => void, map: () => void, present: () => void }} events */
  constructor(events) {
    this.back = button("◀ Back", () => events.by(-1));
    this.next = button("Next word ▶", () => events.by(1));
    this.play = button("▶ Play", events.play);
    this.slider = el("input", { type: "range", min: "0", step: "1", "aria-label": "Words written" });
    this.place = el("span", { class: "att-tr-place" });
    this.gold = el("input", { type: "checkbox" });
    this.map = el("select", {});
    this.presentButton = button("Present", events.present);
    this.mapLabel = el("label", {}, "Map ", this.map);
    this.element = el("div", { class: "att-controls att-tr-steps", role: "group", "aria-label": "Word by word" },
      el("span", { class: "att-buttons" }, this.back, this.next, this.play), this.slider, this.place,
      el("label", {}, this.gold, " mark the true word"), this.mapLabel, this.presentButton);
    this.slider.addEventListener("input", () => events.go(Number(this.slider.value)));
    this.gold.addEventListener("change", events.gold);
    this.map.addEventListener("change", events.map);
  }

  /** @param {import("./translator_step.js").Steps} steps @param {string} word  the one written last */
  show({ at, last, playing, whole }, word) {
    this.slider.max = String(last);
    this.slider.value = String(at);
    this.slider.setAttribute("aria-valuetext", `${at} of ${last}${word && `: ${word}`}`);
    setText(this.place, `${at} of ${last}`);
    setText(this.play, playing === undefined ? "▶ Play" : "❚❚ Pause");
    setAttribute(this.back, "aria-disabled", String(at === 0));
    setAttribute(this.next, "aria-disabled", String(whole));
  }

  /** @param {boolean} present */
  showPresent(present) {
    setAttribute(this.presentButton, "aria-pressed", String(present));
  }

  /** @param {string[]} titles */
  offerMaps(titles) {
    this.mapLabel.hidden = titles.length < 2;
    this.gold.parentElement?.style.setProperty("visibility", titles.length > 0 ? "visible" : "hidden");
    const drawn = JSON.stringify(titles);
    if (this.map.getAttribute("data-drawn") === drawn) return;
    const before = this.map.value;
    setAttribute(this.map, "data-drawn", drawn);
    this.map.replaceChildren(...titles.map((title) => el("option", {}, title)));
    if (titles.includes(before)) this.map.value = before;
  }
}
