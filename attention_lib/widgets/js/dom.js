// The one way elements are made. Text is set as text, never as HTML: learners type anything.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {string | Record<string, string>} [attributes]  a string is the class
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  const given = typeof attributes === "string" ? { class: attributes } : attributes;
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * @template {keyof GlobalEventHandlersEventMap} E
 * @param {EventTarget} target @param {E} type
 * @param {(event: GlobalEventHandlersEventMap[E]) => void} listener @param {AddEventListenerOptions} [options]
 */
export function on(target, type, listener, options) {
  target.addEventListener(type, /** @type {EventListener} */ (listener), options);
}

// Each widget on a page loads these modules anew, and would count from 1 like the others.
const own = Math.random().toString(36).slice(2, 8);
let counter = 0;

/** An id that no other view on the page has. @param {string} stem */
export const uniqueId = (stem) => `att-${stem}-${own}-${++counter}`;

/** Write only what changed: untouched cells cost nothing. @param {Element} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {Element} node @param {string} name @param {string} value */
export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}
