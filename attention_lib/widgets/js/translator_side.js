// One model's translation: its name, its German word by word, and whether that is right.
import { el, setAttribute, setText } from "./dom.js";
import { names } from "./format.js";
import { trackRecord, verdict } from "./translator_maps.js";
import { Sentence } from "./translator_sentence.js";

/** @typedef {import("./translator_types.js").Side} Side */
/** @typedef {import("./translator_sentence.js").Word} Word */

export class SidePanel {
  /** @param {string} where @param {HTMLElement} title @param {import("./translator_sentence.js").SentenceEvents} events */
  constructor(where, title, events) {
    this.title = title;
    this.title.classList.add("att-tr-title");
    this.verdict = el("span", { class: "att-tr-verdict" });
    this.sentence = new Sentence(`German words, ${where}`, "de", events);
    this.bars = el("span", { class: "att-tr-bars", "aria-hidden": "true" });
    this.record = el("span");
    this.recordLine = el("div", { class: "att-tr-record" }, this.bars, this.record);
    this.element = el("div", { class: "att-tr-side", role: "group", "aria-label": where },
      el("div", { class: "att-tr-head" }, this.title, this.verdict), this.sentence.element, this.recordLine);
  }

  /**
   * @param {Side} side @param {string[] | null} reference @param {number | null} numbers
   * @param {number} written  how many words are on the paper
   * @param {boolean} curve  say how often it is right
   */
  show(side, reference, numbers, written, curve) {
    const whole = written >= side.words.length;
    const judged = verdict(side, reference);
    if (this.title instanceof HTMLSelectElement) this.title.value = side.name;
    else setText(this.title, side.title);
    setText(this.verdict, whole ? `${judged.right === null ? "" : judged.right ? "✓ " : "✗ "}${judged.text}` : "writing …");
    this.element.classList.toggle("att-tr-bad", whole && judged.right === false);
    this.element.classList.toggle("att-tr-good", whole && judged.right === true);
    this.sentence.show(wordsOf(side, written, whole));
    this.recordLine.hidden = !curve;
    setText(this.record, trackRecord(side, numbers));
    this.#showBars(side, numbers);
  }

  /** @param {Side} side @param {number | null} numbers */
  #showBars(side, numbers) {
    const shares = Object.entries(side.held_out);
    const drawn = JSON.stringify([shares, numbers]);
    if (this.bars.getAttribute("data-drawn") === drawn) return;
    setAttribute(this.bars, "data-drawn", drawn);
    const bars = shares.map(([k, share]) => {
      const bar = el("i", { class: Number(k) === numbers ? "att-tr-now" : "" });
      bar.style.setProperty("--share", String(share));
      return bar;
    });
    this.bars.replaceChildren(shares[0]?.[0] ?? "", ...bars, shares.at(-1)?.[0] ?? "");
  }
}

/** @param {Side} side @param {number} written @param {boolean} whole @returns {Word[]} */
function wordsOf(side, written, whole) {
  const named = names(side.words);
  /** @type {Word[]} */ const words = [];
  for (let place = 0; place <= side.words.length; place++) {
    const text = side.missing.filter(([before]) => before === place).map(([, word]) => word).join(" ");
    if (text) words.push({ text, label: `missing: ${text}`, state: "missing", later: !whole, place });
    if (place === side.words.length) break;
    const wrong = side.wrong.includes(place);
    words.push({
      text: side.words[place], label: wrong ? `${named[place]}, wrong` : named[place],
      state: wrong ? "wrong" : "", later: place >= written, place,
    });
  }
  return words;
}
