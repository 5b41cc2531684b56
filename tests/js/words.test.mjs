import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "./support/modules.mjs";

const { parseNumber, parseWords, wordVector } = words;

const ACCEPTED = {
  "1.5": 1.5, "1,5": 1.5, "-2": -2, "−2": -2, "−0,25": -0.25, "+3": 3, ".5": 0.5, ",5": 0.5, "-,5": -0.5,
  "  4 ": 4, "10": 10, "−10": -10, "0.123456789": 0.12346, "1e-9": 0, "0": 0,
};
const NOT_A_NUMBER = ["", " ", "NaN", "nan", "Infinity", "-Infinity", "∞", "abc", "1.2.3", "1,2,3", "1,234.5",
  "--5", "−−5", "5-", "1 2", "½", "٣", "５", "<b>1</b>", "1;alert(1)", "[1]", "null", "true", "1e", "-", "."];
const OUT_OF_RANGE = ["10.1", "-11", "−10,01", "1e3", "99999999999999999999999999", "10.000001", "1e308"];

test("numbers are read with a point or a comma, with a hyphen or a true minus", () => {
  for (const [text, value] of Object.entries(ACCEPTED)) {
    assert.deepEqual(parseNumber(text), { value }, text);
  }
});

test("minus zero is plain zero", () => {
  for (const text of ["-0", "−0.0", "-0.000001"]) assert.ok(Object.is(parseNumber(text).value, 0), text);
});

test("what is no number is refused with the range that holds and what was given", () => {
  for (const text of NOT_A_NUMBER) {
    const { problem, value } = parseNumber(text);
    assert.equal(value, undefined, text);
    assert.equal(problem, `A cell holds a number from −10 to 10; got “${text}”.`);
  }
});

test("a number beyond the range is refused with the range and the number", () => {
  for (const text of OUT_OF_RANGE) {
    const { problem, value } = parseNumber(text);
    assert.equal(value, undefined, text);
    assert.match(problem, /^Numbers stay between −10 and 10; got .+\.$/);
    assert.ok(problem.includes(text.slice(0, 20)), problem);
  }
});

test("a complaint quotes a long text only in part", () => {
  assert.ok(parseNumber("x".repeat(100000)).problem.length < 100);
  assert.ok(parseNumber("9".repeat(100000)).problem.length < 100);
});

test("words are what white space separates", () => {
  assert.deepEqual(parseWords("  the\tcat\n sat "), { tokens: ["the", "cat", "sat"] });
  assert.deepEqual(parseWords("naïve 猫 🐈‍⬛"), { tokens: ["naïve", "猫", "🐈‍⬛"] });
});

test("hostile words are only words", () => {
  const text = "<img/src=x/onerror=alert(1)> \"'` ${1} __proto__ constructor $x$";
  assert.deepEqual(parseWords(text), { tokens: text.split(" ") });
});

test("no words, 200 words and 17 words are refused with what was given", () => {
  for (const text of ["", "   ", "\n\t"]) {
    assert.deepEqual(parseWords(text), { problem: "Type at least one word; got none." });
  }
  const many = (count) => Array(count).fill("w").join(" ");
  assert.deepEqual(parseWords(many(200)), { problem: "The editor holds at most 16 words; got 200." });
  assert.deepEqual(parseWords(many(17)), { problem: "The editor holds at most 16 words; got 17." });
  assert.equal(parseWords(many(16)).tokens.length, 16);
});

test("a word may have 40 characters, counted as people count", () => {
  assert.equal(parseWords("a".repeat(40)).tokens.length, 1);
  assert.equal(parseWords("😀".repeat(40)).tokens.length, 1);
  assert.deepEqual(parseWords(`ok ${"😀".repeat(41)}`),
    { problem: "A word may have at most 40 characters; got 41." });
});

test("the same word has the same numbers, another word or role has others", () => {
  assert.deepEqual(wordVector("cat", "query", 4), wordVector("cat", "query", 4));
  assert.deepEqual(wordVector("cat", "query", 2), wordVector("cat", "query", 4).slice(0, 2));
  assert.notDeepEqual(wordVector("cat", "query", 4), wordVector("Cat", "query", 4));
  assert.notDeepEqual(wordVector("cat", "query", 4), wordVector("cat", "key", 4));
});

test("word numbers are all the steps of 0.1 from −2 to 2", () => {
  const seen = new Set(Array.from({ length: 500 }, (_, i) => wordVector(`w${i}`, "value", 8)).flat());
  assert.deepEqual([...seen].sort((a, b) => a - b), Array.from({ length: 41 }, (_, i) => (i - 20) / 10));
});
