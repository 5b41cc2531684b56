// A sentence as a list of words: one tab stop, arrows inside, a name for every word.
import { css, textColour, weightColour } from "./colour.js";
import { el, setAttribute } from "./dom.js";
import { weight } from "./format.js";
import { STANDS_OUT } from "./translator_maps.js";

/** @typedef {{ text: string, label: string, state: "" | "right" | "wrong" | "missing", later: boolean, place: number }} Word */
/** @typedef {{ choose: (place: number) => void, leave: () => void }} SentenceEvents */

export class Sentence {
  /** @param {string} label @param {string} language @param {SentenceEvents} events */
  constructor(label, language, events) {
    this.events = events;
    this.element = el("div", {
      class: "att-tr-words", role: "listbox", "aria-orientation": "horizontal", "aria-label": label, lang: language,
    });
    /** @type {{ root: HTMLElement, place: number, label: string }[]} */
    this.words = [];
    this.at = 0;
    this.drawn = "";
    this.#listen();
  }

  /** @param {Word[]} words */
  show(words) {
    const drawn = JSON.stringify(words.map(({ text, state, place }) => [text, state, place]));
    if (drawn !== this.drawn) this.#draw(words);
    this.drawn = drawn;
    words.forEach(({ label, later }, i) => {
      this.words[i].label = label;
      this.words[i].root.classList.toggle("att-tr-later", later);
    });
    this.#moveTabStop(Math.min(this.at, this.#last));
  }

  /** Colour the words by weight. @param {number[] | null} weights @param {number | null} here  the word itself */
  link(weights, here) {
    for (const { root, place, label } of this.words) {
      const missing = root.classList.contains("att-tr-missing");
      const w = missing ? undefined : weights?.[place];
      const linked = w !== undefined && w >= STANDS_OUT;
      const rgb = weightColour(w ?? 0);
      root.style.cssText = linked ? `background-color:${css(rgb)};color:${textColour(rgb)}` : "";
      root.classList.toggle("att-tr-linked", linked);
      root.classList.toggle("att-tr-here", !missing && place === here);
      setAttribute(root, "data-weight", linked ? weight(w, true) : "");
      setAttribute(root, "aria-label", linked ? `${label}, weight ${weight(w, true)}` : label);
      setAttribute(root, "aria-selected", String(!missing && place === here));
    }
  }

  /** @param {Word[]} words */
  #draw(words) {
    this.words = words.map(({ text, state, place, label }) => {
      const root = el("span", {
        role: "option", tabindex: "-1", "aria-selected": "false", class: `att-tr-word${state && ` att-tr-${state}`}`,
      }, el("span", {}, text));
      return { root, place, label };
    });
    this.element.replaceChildren(...this.words.map(({ root }) => root));
  }

  /** @param {Event} event */
  #wordOf(event) {
    const root = /** @type {Element} */ (event.target).closest("[role=option]");
    return this.words.findIndex((word) => word.root === root);
  }

  #listen() {
    const choose = (/** @type {Event} */ event) => {
      const i = this.#wordOf(event);
      if (i >= 0) this.events.choose(this.words[i].place);
      return i;
    };
    this.element.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") choose(event); });
    this.element.addEventListener("pointerleave", () => this.events.leave());
    this.element.addEventListener("focusin", (event) => this.#moveTabStop(choose(event)));
    this.element.addEventListener("focusout", () => this.events.leave());
    this.element.addEventListener("keydown", (event) => this.#navigate(event));
  }

  /** @param {KeyboardEvent} event */
  #navigate(event) {
    const last = this.#last;
    /** @type {Record<string, number>} */
    const moves = {
      ArrowLeft: this.at - 1, ArrowRight: this.at + 1, Home: 0, End: last,
      " ": this.at, ArrowUp: this.at, ArrowDown: this.at, // they would scroll the page away
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.words[Math.min(Math.max(moves[event.key], 0), last)]?.root.focus();
  }

  focus() {
    this.words[this.at]?.root.focus();
  }

  /** The last word on the paper: words are written from the left. */
  get #last() {
    return this.words.filter(({ root }) => !root.classList.contains("att-tr-later")).length - 1;
  }

  /** @param {number} i */
  #moveTabStop(i) {
    this.words[this.at]?.root.setAttribute("tabindex", "-1");
    this.at = Math.max(i, 0);
    this.words[this.at]?.root.setAttribute("tabindex", "0");
  }
}
