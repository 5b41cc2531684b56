// One head, large: numbers in its cells while they can be read, else a picture to read cell by cell.
import { css, gradient, textColour, weightColour } from "./colour.js";
import { el, on, setAttribute, setText } from "./dom.js";
import { Grid } from "./grid.js";
import { headName, reading, weightText } from "./heads_maps.js";
import { draw } from "./heads_pixels.js";
import { keepPage } from "./keys.js";

/** @typedef {import("./heads_maps.js").Maps} Maps */
/** @typedef {import("./heads_types.js").Place} Place */

const MOST = 16; // words whose weights stand as numbers
const UPRIGHT = 6; // more words than this stand on end

export class HeadMap {
  /** @param {(place: Place) => void} choose */
  constructor(choose) {
    this.choose = choose;
    /** @type {Maps | null} */ this.maps = null;
    /** @type {Place} */ this.place = { row: 0, column: null };
    const cell = (/** @type {number} */ row, /** @type {number} */ column) => choose({ row, column });
    this.grid = new Grid("hd-map", { editable: false }, { hover: cell, leave: () => {}, focus: cell });
    setText(this.grid.axes, "query ↓ / key →");
    const bar = el("span", { class: "att-bar" });
    bar.style.backgroundImage = gradient("weights");
    this.named = el("span", { class: "att-hd-dashed" }, "dashed: the pattern");
    this.grid.legend.append("0", bar, "1", this.named);
    keepPage(this.grid.table);
    this.canvas = el("canvas", { tabindex: "0", role: "application" });
    this.line = el("i", { class: "att-hd-line" });
    this.column = el("i", { class: "att-hd-line" });
    /** @type {HTMLElement[]} */ this.dots = [];
    this.picture = el("div", { class: "att-hd-picture" }, this.canvas, this.line, this.column);
    this.grid.legend.before(this.picture);
    this.element = this.grid.element;
    this.#listen();
  }

  /** @param {Maps} maps @param {number} at  the head @param {number[]} cells  that the pattern names */
  show(maps, at, cells) {
    this.maps = maps;
    const fits = maps.size <= MOST;
    this.grid.table.hidden = !fits;
    this.picture.hidden = fits;
    this.named.style.visibility = cells.length ? "visible" : "hidden";
    setText(this.grid.title, `${headName(at)}   layer ${Math.floor(at / 12)}, head ${at % 12}`);
    if (fits) this.#showNumbers(maps, at, new Set(cells));
    else this.#showPicture(maps, at, cells);
  }

  /** @param {Place} place @param {number} at */
  mark(place, at) {
    this.place = place;
    const { row, column } = place;
    this.grid.mark(column === null ? { row } : { row, column, cell: [row, column] }, false);
    if (!this.maps || this.picture.hidden) return;
    const share = 100 / this.maps.size;
    this.line.style.cssText = `left:0;right:0;top:${row * share}%;height:${share}%`;
    this.column.style.cssText = column === null ? "display:none" : `top:0;bottom:0;left:${column * share}%;width:${share}%`;
    setAttribute(this.canvas, "aria-label",
      `${this.maps.size} by ${this.maps.size} weights; arrow keys read them. ${reading(this.maps, at, place)}`);
  }

  /** @param {Maps} maps @param {number} at @param {Set<number>} named */
  #showNumbers(maps, at, named) {
    const { size } = maps;
    const weights = maps.head(at);
    this.grid.layOut(maps.words, maps.words);
    this.element.classList.toggle("att-hd-upright", size > UPRIGHT);
    this.element.style.setProperty("--columns", String(size));
    this.grid.paint({
      key: (i, j) => weights[i * size + j],
      look: (i, j) => {
        const w = weights[i * size + j];
        const rgb = weightColour(w / 100);
        return {
          text: w ? weightText(w).replace(/^0/, "") : "",
          label: `query ${maps.names[i]}, key ${maps.names[j]}, weight ${weightText(w)}`,
          background: css(rgb), colour: textColour(rgb),
        };
      },
    }, maps.words.join(" "));
    this.grid.cells.forEach((cells, i) => cells.forEach((cell, j) =>
      cell.classList.toggle("att-hd-named", named.has(i * size + j))));
  }

  /** @param {Maps} maps @param {number} at @param {number[]} cells */
  #showPicture(maps, at, cells) {
    draw(this.canvas, maps.head(at), maps.size);
    const share = 100 / maps.size;
    this.dots.forEach((dot) => dot.remove());
    this.dots = cells.map((cell) => {
      const dot = el("i", { class: "att-hd-dot" });
      const [row, column] = [Math.floor(cell / maps.size), cell % maps.size];
      dot.style.cssText = `top:${row * share}%;left:${column * share}%;width:${share}%;height:${share}%`;
      return dot;
    });
    this.picture.append(...this.dots);
  }

  #listen() {
    // Its words answer as its cells do.
    on(this.grid.table, "pointerover", (event) => {
      const head = /** @type {Element} */ (event.target).closest("tbody th");
      const row = this.grid.cells.findIndex(([first]) => first.parentElement === head?.parentElement);
      if (head && row >= 0) this.choose({ row, column: null });
    });
    for (const type of /** @type {const} */ (["pointermove", "pointerdown"])) {
      on(this.canvas, type, (event) => {
        const box = this.canvas.getBoundingClientRect();
        this.#go((event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width);
      });
    }
    on(this.canvas, "keydown", (event) => this.#onKey(event));
  }

  /** @param {number} down @param {number} right  both 0…1 */
  #go(down, right) {
    const size = this.maps?.size ?? 1;
    const at = (/** @type {number} */ share) => Math.min(Math.max(Math.floor(share * size), 0), size - 1);
    this.choose({ row: at(down), column: at(right) });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const last = (this.maps?.size ?? 1) - 1;
    const { row } = this.place;
    const column = this.place.column ?? 0;
    /** @type {Record<string, [number, number]>} */
    const moves = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [row, 0], End: [row, last], " ": [row, column],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const [down, right] = move.map((x) => Math.min(Math.max(x, 0), last));
    this.choose({ row: down, column: right });
  }
}
