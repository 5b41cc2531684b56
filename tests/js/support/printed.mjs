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

const FACTOR = String.raw`\(?(−?[\d.]+)\)?`;

/** `1.0·tanh(0.7 + (−1.4)) + … = 1.0·(−0.6044) + … = −0.60;  ÷ temperature …` @param {string} text */
export function readAdditive(text) {
  const [first, ...divisions] = text.split(";  ");
  const [written, valued, score] = first.split(" = ");
  const terms = [...written.matchAll(new RegExp(`${FACTOR}·tanh\\(${FACTOR} \\+ ${FACTOR}\\)(?: \\+ |$)`, "gu"))]
    .map((found) => found.slice(1).map(read));
  return { terms, valued: sumOfProducts(valued), raw: read(score), last: divisions.length ? divisions.at(-1).split(" = ")[1] : score };
}

/** `√(0.7² + (−1.2)²) = 1.3892` @param {string} text */
export function readLength(text) {
  const [, inside, length] = /^√\((.+)\) = (.+)$/u.exec(text) ?? [];
  return { components: inside.split(" + ").map((term) => read(term.replace("²", ""))), length: read(length) };
}

/** `0.7·1.4 + … = 1.15;  ÷ (1.3892·2.1) = 0.39;  ÷ temperature …` @param {string} text */
export function readCosine(text) {
  const [products, quotient, ...divisions] = text.split(";  ");
  const [, q, k, raw] = /^÷ \((.+)·(.+)\) = (.+)$/u.exec(quotient) ?? [];
  return {
    recomputed: sumOfProducts(products.split(" = ")[0]), product: read(products.split(" = ")[1]),
    lengths: [read(q), read(k)], raw: read(raw), last: divisions.length ? divisions.at(-1).split(" = ")[1] : raw,
  };
}

/** `(1) 0.7·1.0 = 0.70;  (2) 0.7·0.5 + 1.2·1.0 = 1.55` @param {string} text */
export function readProjection(text) {
  return text.split(";  ").map((part, c) => {
    const [, place, terms, value] = /^\((\d)\) (.+) = (.+)$/u.exec(part) ?? [];
    if (Number(place) !== c + 1) throw new Error(`not column ${c + 1}: “${part}”`);
    return { recomputed: terms === "0.0" ? 0 : sumOfProducts(terms), value: read(value) };
  });
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
