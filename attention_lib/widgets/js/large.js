// AttentionEditor with more tokens than anyone edits by hand: the weights as a picture to read
// cell by cell. A program of its own, so that an editor need not carry it along.
import { gradient, weightColour } from "./colour.js";
import { el, on, setText } from "./dom.js";
import { names, weight } from "./format.js";
import { isolateKeys } from "./keys.js";

/**
 * @typedef {object} Large
 * @property {string[]} tokens
 * @property {string[]} key_tokens
 * @property {DataView} weights  float32, row by row
 * @property {DataView} visible  one byte each
 * @property {string} sentence
 */

const CELL = 10; // canvas pixels; CSS scales the whole picture

class LargeView {
  #large; #queries; #keys; #at; #canvas; #reading;

  /** @param {Large} large */
  constructor(large) {
    this.#large = large;
    this.#queries = names(large.tokens);
    this.#keys = names(large.key_tokens);
    this.#at = { row: 0, column: 0 };
    this.#canvas = el("canvas", {
      tabindex: "0", role: "application", "aria-label": `${large.sentence} Arrow keys read single weights.`,
      width: String(this.#keys.length * CELL), height: String(this.#queries.length * CELL),
    });
    this.#canvas.style.cssText = "display: block; max-width: 100%; height: auto; image-rendering: pixelated";
    this.#reading = el("div", { class: "att-status", role: "status" });
    const bar = el("span", "att-bar");
    bar.style.backgroundImage = gradient("weights");
    this.element = el("div", { class: "att-editor att-large", role: "group", "aria-label": "Attention weights" },
      el("div", "att-title", "W = softmax(S)  weights, too many to edit"),
      el("div", "att-axes", "query ↓ / key →"), this.#canvas,
      el("div", "att-legend", "0", bar, "1"), this.#reading);
    isolateKeys(this.element);
    on(this.#canvas, "keydown", (event) => this.#onKey(event));
    on(this.#canvas, "pointermove", (event) => this.#onPointer(event));
    on(this.#canvas, "pointerdown", (event) => this.#onPointer(event));
    this.#draw();
  }

  /** @param {number} row @param {number} column */
  #place(row, column) {
    return row * this.#keys.length + column;
  }

  #draw() {
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    const { weights, visible } = this.#large;
    for (let row = 0; row < this.#queries.length; row++) {
      for (let column = 0; column < this.#keys.length; column++) {
        const place = this.#place(row, column);
        const seen = visible.getUint8(place) === 1;
        context.fillStyle = seen ? `rgb(${weightColour(weights.getFloat32(4 * place, true)).join(",")})` : "#9e9e9e";
        context.fillRect(column * CELL, row * CELL, CELL, CELL);
      }
    }
    context.strokeStyle = "#ff7f0e";
    context.lineWidth = 2;
    context.strokeRect(0, this.#at.row * CELL, this.#canvas.width, CELL);
    context.strokeRect(this.#at.column * CELL, 0, CELL, this.#canvas.height);
  }

  /** @param {number} row @param {number} column */
  #read(row, column) {
    this.#at = {
      row: Math.min(Math.max(row, 0), this.#queries.length - 1),
      column: Math.min(Math.max(column, 0), this.#keys.length - 1),
    };
    this.#draw();
    const place = this.#place(this.#at.row, this.#at.column);
    const seen = this.#large.visible.getUint8(place) === 1;
    const text = weight(this.#large.weights.getFloat32(4 * place, true), seen);
    setText(this.#reading, `query ${this.#queries[this.#at.row]}, key ${this.#keys[this.#at.column]}, `
      + (seen ? `weight ${text}` : "masked, weight 0"));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { row, column } = this.#at;
    /** @type {Record<string, [number, number]>} */
    const moves = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [row, 0], End: [row, this.#keys.length - 1],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    this.#read(...move);
  }

  /** @param {PointerEvent} event */
  #onPointer(event) {
    const box = this.#canvas.getBoundingClientRect();
    this.#read(Math.floor((event.clientY - box.top) / box.height * this.#queries.length),
      Math.floor((event.clientX - box.left) / box.width * this.#keys.length));
  }
}

/** @param {{ model: import("./types.js").Model, el: HTMLElement }} view */
function render({ model, el: host }) {
  host.classList.add("att-host");
  host.append(new LargeView(model.get("large")).element);
}

export default { render };
