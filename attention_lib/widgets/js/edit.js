// Changing a number: type it, nudge it, drag it. All three end in one commit.
import { el, on, uniqueId } from "./dom.js";
import { exact, number } from "./format.js";
import { withCommand } from "./keys.js";
import { parseNumber, RANGE } from "./words.js";

/** @typedef {import("./grid.js").Grid} Grid */

/**
 * @typedef {object} EditEvents
 * @property {(row: number, column: number) => number} read
 * @property {(row: number, column: number, value: number) => void} preview  show, do not record
 * @property {(row: number, column: number, value: number) => void} commit
 * @property {(message: string) => void} complain
 */

const DEAD_ZONE = 8; // pixels, so that a click still selects
const PIXELS_PER_STEP = 4;

/** @param {Grid} grid @param {EditEvents} events */
export function makeEditable(grid, events) {
  on(grid.table, "dblclick", (event) => {
    const place = grid.place(event);
    if (place) openInput(grid, events, ...place);
  });
  on(grid.table, "keydown", (event) => onKey(grid, events, event));
  on(grid.table, "pointerdown", (event) => startDrag(grid, events, event));
}

/** @param {number} value @param {number} change */
export function nudged(value, change) {
  // Rounded, so that ten steps of 0.1 make exactly 1.
  const next = Math.round((value + change) * 1e5) / 1e5 + 0;
  return Math.min(Math.max(next, -RANGE), RANGE);
}

/** @param {Grid} grid @param {EditEvents} events @param {KeyboardEvent} event */
function onKey(grid, events, event) {
  if (/** @type {Element} */ (event.target).tagName === "INPUT") return;
  const place = grid.place(event);
  if (!place) return;
  const vertical = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (event.altKey && vertical) {
    event.preventDefault();
    const step = event.shiftKey ? 1 : 0.1;
    events.commit(...place, nudged(events.read(...place), vertical * step));
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    openInput(grid, events, ...place);
  } else if (/^[-−.,\d]$/u.test(event.key) && !withCommand(event) && !event.altKey) {
    event.preventDefault();
    openInput(grid, events, ...place, event.key);
  }
}

/**
 * @param {Grid} grid @param {EditEvents} events @param {number} row @param {number} column
 * @param {string} [typed]  what replaces the old value
 */
export function openInput(grid, events, row, column, typed) {
  const cell = grid.cellAt(row, column);
  if (cell.querySelector("input")) return;
  const problem = el("span", { class: "att-problem", id: uniqueId("problem") });
  const input = el("input", {
    type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false",
    "aria-label": cell.getAttribute("aria-label") ?? "", "aria-describedby": problem.id,
  });
  input.value = typed ?? exact(events.read(row, column));
  cell.replaceChildren(input, problem);
  input.focus();
  if (typed === undefined) input.select();

  let open = true;
  const close = (/** @type {boolean} */ refocus) => {
    open = false;
    if (!grid.holds(cell)) return; // new words have taken the row away
    cell.replaceChildren(number(events.read(row, column))); // Python may have changed it
    if (refocus) cell.focus();
  };
  const accept = (/** @type {boolean} */ refocus) => {
    if (!grid.holds(cell)) return false;
    const parsed = parseNumber(input.value);
    if ("problem" in parsed) {
      events.complain(parsed.problem);
      problem.textContent = parsed.problem;
      input.setAttribute("aria-invalid", "true");
      return false;
    }
    close(refocus);
    events.commit(row, column, parsed.value);
    return true;
  };
  on(input, "keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      accept(true);
    } else if (event.key === "Tab") {
      // From the cell itself the browser's own Tab goes on to the next matrix.
      if (!accept(true)) event.preventDefault();
    } else if (event.key === "Escape") {
      event.preventDefault();
      close(true);
      events.complain("");
    }
  });
  on(input, "blur", () => {
    if (open && !accept(false)) close(false);
  });
}

/** @param {Grid} grid @param {EditEvents} events @param {PointerEvent} down */
function startDrag(grid, events, down) {
  // A finger scrolls the page; it changes numbers with the steppers.
  if (down.pointerType === "touch" || down.button !== 0) return;
  if (/** @type {Element} */ (down.target).tagName === "INPUT") return;
  const place = grid.place(down);
  if (!place) return;
  const start = events.read(...place);
  let dragging = false;
  let latest = start;
  const controller = new AbortController();
  const move = (/** @type {PointerEvent} */ event) => {
    const distance = event.clientX - down.clientX - (event.clientY - down.clientY);
    if (!dragging && Math.abs(distance) < DEAD_ZONE) return;
    dragging = true;
    const beyond = Math.max(Math.abs(distance) - DEAD_ZONE, 0);
    const travelled = Math.sign(distance) * Math.trunc(beyond / PIXELS_PER_STEP);
    const step = event.shiftKey ? 0.01 : event.altKey ? 1 : 0.1;
    latest = nudged(start, travelled * step);
    events.preview(...place, latest);
  };
  const end = (/** @type {boolean} */ keep) => {
    controller.abort();
    if (!dragging) return;
    events.preview(...place, start);
    if (keep && latest !== start) events.commit(...place, latest);
  };
  const { signal } = controller;
  on(window, "pointermove", move, { signal });
  on(window, "pointerup", () => end(true), { signal });
  on(window, "pointercancel", () => end(false), { signal });
  on(window, "keydown", (event) => {
    if (event.key === "Escape") end(false);
  }, { signal, capture: true });
}
