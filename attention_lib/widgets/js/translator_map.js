// The alignment map: a row for every German word that is written, a column for every English one.
import { css, gradient, textColour, weightColour } from "./colour.js";
import { el, setText } from "./dom.js";
import { names, weight } from "./format.js";
import { Grid } from "./grid.js";
import { keepPage } from "./keys.js";
import { isPair, marksOf } from "./translator_maps.js";

/** @typedef {import("./translator_types.js").Answer} Answer */
/** @typedef {import("./translator_types.js").Chosen} Chosen */
/** @typedef {import("./translator_types.js").Side} Side */
/** @typedef {import("./grid.js").Painter} Painter */

const UPRIGHT = 9; // more English words than this stand on end

export class AlignmentMap {
  /** @param {0 | 1} side @param {(chosen: Chosen) => void} choose @param {() => void} leave */
  constructor(side, choose, leave) {
    this.side = side;
    const cell = (/** @type {number} */ row, /** @type {number} */ column) => choose({ at: "map", side, row, column });
    this.grid = new Grid("weights", { editable: false }, { hover: cell, leave, focus: cell });
    setText(this.grid.axes, "query: German ↓ / key: English →");
    const bar = el("span", { class: "att-bar" });
    bar.style.backgroundImage = gradient("weights");
    this.grid.legend.append("0", bar, "1", el("span", { class: "att-tr-empty" }, "empty: below 0.005"));
    this.none = el("div", { class: "att-tr-none" },
      "This model has no attention: its decoder reads one vector for the whole phrase, so there is no map.");
    // A left map is there to be compared: without it nothing need be said.
    this.element = el("div", { class: "att-tr-map" }, this.grid.element, ...(side === 1 ? [this.none] : []));
    this.grid.table.addEventListener("focusout", leave);
    keepPage(this.grid.table);
    this.#listen(choose);
  }

  /**
   * @param {Answer} answer @param {{ title: string, weights: number[][] } | null} map
   * @param {number} written @param {boolean} gold  mark the word that each one renders
   */
  show(answer, map, written, gold) {
    const side = answer.sides[this.side];
    this.none.hidden = map !== null;
    this.grid.element.hidden = map === null;
    if (!map) return;
    const layer = map.title === "alignment" ? "" : `, ${map.title}`;
    setText(this.grid.title, `${isPair(answer) ? "" : "Alignment: "}${side.title}${layer}`);
    this.grid.layOut(side.words, answer.source);
    this.element.classList.toggle("att-tr-dense", answer.source.length > UPRIGHT);
    this.element.style.setProperty("--columns", String(answer.source.length));
    this.grid.paint(painter(answer.source, side, map.weights, written, gold), JSON.stringify([answer.source, side.words]));
    this.#reveal(written, gold ? side.gold : []);
  }

  /** @param {Chosen | null} chosen @param {Answer} answer */
  mark(chosen, answer) {
    this.grid.mark(marksOf(chosen, answer, this.side), false);
  }

  /** @param {number} written @param {(number | null)[]} gold */
  #reveal(written, gold) {
    this.grid.cells.forEach((cells, i) => {
      const row = cells[0].parentElement;
      row?.classList.toggle("att-tr-later", i >= written);
      // The hidden word keeps its width: no column moves while the rows fill.
      if (!row?.querySelector("i")) row?.querySelector("th")?.append(el("i", {}, "…"));
      cells.forEach((cell, j) => cell.classList.toggle("att-tr-gold", i < written && gold[i] === j));
    });
  }

  /** Its words answer as its cells do. @param {(chosen: Chosen) => void} choose */
  #listen(choose) {
    this.grid.table.addEventListener("pointerover", (event) => {
      const head = /** @type {Element} */ (event.target).closest("th");
      const row = this.grid.cells.findIndex(([first]) => first.parentElement === head?.parentElement);
      if (head && row >= 0) choose({ at: this.side === 0 ? "left" : "right", row });
      else if (head) choose({ at: "source", column: head.cellIndex - 1 });
    });
  }
}

/**
 * @param {string[]} source @param {Side} side @param {number[][]} map @param {number} written @param {boolean} gold
 * @returns {Painter}
 */
export function painter(source, side, map, written, gold) {
  const english = names(source);
  const german = names(side.words);
  const renders = gold ? side.gold : [];
  const dense = source.length > UPRIGHT;
  return {
    key: (i, j) => (i < written ? `${map[i][j]} ${renders[i] === j}` : "later"),
    look: (i, j) => {
      if (i >= written) return { text: "", label: `row ${i + 1}, not written yet`, background: "", colour: "" };
      const w = map[i][j];
      const rgb = weightColour(w);
      const written2 = weight(w, true);
      return {
        text: w < 0.005 ? "" : dense ? written2.replace(/^0/, "") : written2,
        label: `query ${german[i]}, key ${english[j]}, weight ${written2}${renders[i] === j ? ", the word it renders" : ""}`,
        background: css(rgb), colour: textColour(rgb),
      };
    },
  };
}
