// All 72 heads as small maps: one tab stop, arrows inside, the value of the pattern below each.
import { el, setAttribute, setText } from "./dom.js";
import { Grid } from "./grid.js";
import { HEADS, LAYERS, TOP, headLabel, measured, ranked, valueText } from "./heads_maps.js";
import { draw } from "./heads_pixels.js";
import { keepPage } from "./keys.js";

/** @typedef {import("./heads_types.js").Pattern} Pattern */
/** @typedef {import("./heads_maps.js").Maps} Maps */

const MOST = 40; // pixels across a small map

export class HeadsGrid {
  /** @param {{ preview: (at: number | null) => void, choose: (at: number) => void }} events */
  constructor(events) {
    const at = (/** @type {number} */ layer, /** @type {number} */ head) => layer * HEADS + head;
    this.grid = new Grid("hd-all", { editable: false }, {
      hover: (layer, head) => events.preview(at(layer, head)),
      leave: () => events.preview(null),
      focus: (layer, head) => events.choose(at(layer, head)),
    });
    setText(this.grid.title, "All 72 heads");
    setText(this.grid.axes, "layer ↓ / head →   click one to keep it");
    this.grid.legend.remove();
    const numbered = (/** @type {string} */ letter, /** @type {number} */ count) =>
      Array.from({ length: count }, (_, i) => `${letter}${i}`);
    this.grid.layOut(numbered("L", LAYERS), numbered("H", HEADS));
    this.heads = this.grid.cells.flat().map((cell) => {
      const map = el("canvas", { class: "att-hd-small", "aria-hidden": "true" });
      const value = el("span", { class: "att-hd-value" });
      cell.append(map, value);
      return { cell, map, value };
    });
    keepPage(this.grid.table);
    this.element = this.grid.element;
  }

  /** @param {Maps} maps */
  draw(maps) {
    this.heads.forEach(({ map }, at) => draw(map, maps.head(at), maps.size, MOST));
    this.element.classList.toggle("att-hd-fine", maps.size > MOST / 2);
  }

  /** Below each map what it is worth as this pattern; the best have their rank. @param {Pattern | null} pattern */
  measure(pattern) {
    const values = pattern && measured(pattern);
    const best = values ? ranked(values, TOP) : [];
    this.heads.forEach(({ cell, value }, at) => {
      const rank = best.indexOf(at) + 1;
      setText(value, values ? valueText(values[at]).replace(/^0(?=\.)/, "") : "");
      value.style.setProperty("--value", String(values?.[at] || 0));
      if (rank) setAttribute(cell, "data-rank", String(rank));
      else cell.removeAttribute("data-rank");
      setAttribute(cell, "aria-label", `${headLabel(at, pattern)}${rank ? `, rank ${rank}` : ""}`);
    });
  }

  /** @param {number} chosen @param {number | null} preview */
  mark(chosen, preview) {
    const place = /** @type {[number, number]} */ ([Math.floor(chosen / HEADS), chosen % HEADS]);
    this.grid.mark({ cell: place }, true);
    this.heads.forEach(({ cell }, at) => cell.classList.toggle("att-hd-preview", at === preview));
  }
}
