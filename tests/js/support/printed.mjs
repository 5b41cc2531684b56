// Read what a learner reads: the arithmetic printed in a derivation.

/** A printed number: true minus, perhaps in brackets. @param {string} text */
export function read(text) {
  const plain = text.trim().replace(/^\((.*)\)$/, "$1").replace("−", "-");
  if (!/^-?\d+(\.\d+)?$/.test(plain)) throw new Error(`not a printed number: “${text}”`);
  return Number(plain);
}

/** `a·b + c·d` → its value. @param {string} text */
export function sumOfProducts(text) {
  return text.split(" + ").reduce((sum, term) => {
    const [a, b, ...rest] = term.split("·");
    if (rest.length) throw new Error(`not one product: “${term}”`);
    return sum + read(a) * read(b);
  }, 0);
}

/** `0.70·1.40 + … = 1.15;  ÷ √4 = 0.57;  ÷ temperature 2.0 = 0.29` @param {string} text */
export function readScore(text) {
  const [first, ...divisions] = text.split(";  ");
  const [terms, product] = first.split(" = ");
  return {
    recomputed: sumOfProducts(terms),
    count: terms.split(" + ").length,
    product: read(product),
    steps: divisions.map((step) => {
      const [, root, divisor, quotient] = /^÷ (√|temperature )(.+) = (.+)$/u.exec(step) ?? [];
      return {
        kind: root === "√" ? "root" : "temperature",
        divisor: root === "√" ? Math.sqrt(read(divisor)) : read(divisor),
        quotient: read(quotient),
      };
    }),
  };
}

/** `e^(1.2 − row maximum 3.4) = 0.111;  Σ = 0.111 + 1.000 = 1.111;  0.111 / 1.111 = 0.10` @param {string} text */
export function readWeight(text) {
  const [power, sum, quotient] = text.split(";  ");
  const [, shifted, peak, plain, own] =
    /^e\^(?:\((.+) − row maximum (.+)\)|(.+)) = (.+)$/u.exec(power) ?? [];
  const [, terms, total] = /^Σ = (.+) = (.+)$/u.exec(sum) ?? [];
  const [, above, below, weight] = /^(.+) \/ (.+) = (.+)$/u.exec(quotient) ?? [];
  return {
    exponent: plain === undefined ? read(shifted) - read(peak) : read(plain),
    slack: plain === undefined ? 0.01 : 0.005,
    own: read(own),
    terms: terms.split(" + ").map(read), total: read(total),
    above: read(above), below: read(below), weight,
  };
}
