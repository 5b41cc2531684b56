// The heads that fit a pattern best: in this sentence, and over all shipped ones.
import { button } from "./controls.js";
import { el, setText } from "./dom.js";
import { headName, isHere, mean, ranked, valueText } from "./heads_maps.js";

/** @typedef {import("./heads_types.js").Pattern} Pattern */

export class Ranking {
  /** @param {number} sentences  how many are shipped @param {(at: number) => void} choose */
  constructor(sentences, choose) {
    this.choose = choose;
    this.lines = ["this sentence", `all ${sentences} sentences`, "300 other sentences"].map((name) => {
      const heads = el("span", { class: "att-buttons" });
      const note = el("span");
      const element = el("div", { class: "att-hd-rank", role: "group", "aria-label": `Best heads, ${name}` },
        el("span", { class: "att-hd-rank-name" }, name), heads, note);
      return { element, heads, note };
    });
    this.element = el("div", { class: "att-hd-ranking" }, ...this.lines.map(({ element }) => element));
    this.drawn = "";
  }

  /** @param {Pattern | null} pattern */
  show(pattern) {
    this.element.style.visibility = pattern ? "visible" : "hidden";
    const shown = JSON.stringify([pattern?.name, pattern?.here]);
    if (!pattern || shown === this.drawn) return;
    this.drawn = shown;
    [pattern.here, pattern.all].forEach((values, i) => {
      const known = i === 1 || isHere(pattern);
      this.#line(i, ranked(values).map((at) => [at, 100 * values[at]]),
        known ? `mean of all 72: ${valueText(mean(values))}` : "not in this sentence");
    });
    const [best] = pattern.others;
    this.#line(2, pattern.others, best ? `${headName(best[0])} at any word as far away: ${valueText(best[2] / 100)}` : "");
    // Hidden, not removed: the page keeps its place.
    this.lines[2].element.style.visibility = best ? "inherit" : "hidden";
  }

  /** @param {number} i @param {number[][]} best  heads and hundredths @param {string} text */
  #line(i, best, text) {
    const { heads, note } = this.lines[i];
    heads.replaceChildren(...best.map(([at, value], nth) => {
      const element = button(`${headName(at)} ${valueText(value / 100)}`, () => this.choose(at));
      element.classList.toggle("att-hd-best", nth === 0);
      return element;
    }));
    setText(note, text);
  }
}
