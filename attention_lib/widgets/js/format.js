// How numbers and words are written, the same in every view.

/** Two decimals, a true minus sign, never exponential. @param {number} x */
export function number(x, digits = 2) {
  if (x === Infinity) return "∞";
  if (x === -Infinity) return "−∞";
  if (Number.isNaN(x)) return "NaN";
  const text = Math.abs(x).toFixed(digits);
  return x < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A step on the way to a result: the digits that the next step needs. @param {number} x */
export function step(x) {
  // Below that it is what floating-point sums leave of an exact 0.
  const digits = Math.abs(x) < 1e-11 ? 4 : Math.max(4, 3 - Math.floor(Math.log10(Math.abs(x))));
  return number(x, digits).replace(/(\.\d\d\d*?)0+$/, "$1");
}

/** An input as it was typed: all its decimals, at least one. @param {number} x */
export function exact(x) {
  const text = Number.isInteger(x) ? Math.abs(x).toFixed(1) : String(Math.abs(x));
  return x < 0 ? `−${text}` : text;
}

/** A factor or a summand, negative ones in brackets as in any sum. @param {number} x */
export function bracketed(x, write = exact) {
  return write(x).startsWith("−") ? `(${write(x)})` : write(x);
}

/** A weight: plain 0 only where the key is masked. @param {number} w @param {boolean} visible */
export function weight(w, visible) {
  if (!visible) return "0";
  return w < 0.005 ? "<.01" : w.toFixed(2);
}

/**
 * Names that tell equal words apart: the (1), cat, the (3).
 * @param {string[]} tokens
 */
export function names(tokens) {
  return tokens.map((token, i) =>
    tokens.indexOf(token) === tokens.lastIndexOf(token) ? token : `${token} (${i + 1})`);
}
