import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "./support/modules.mjs";

const { exact, names, number, weight } = format;

test("a number has two decimals and a true minus sign", () => {
  assert.equal(number(1.234), "1.23");
  assert.equal(number(-1.236), "−1.24");
  assert.equal(number(-0.001), "0.00");
  assert.equal(number(-0), "0.00");
  assert.equal(number(2.5, 0), "3");
  assert.equal(number(-50, 0), "−50");
});

test("a number is never written in exponential form", () => {
  for (const x of [8000, 1e-9, -1e-9, 123456.789, -1e4]) assert.match(number(x), /^−?\d+\.\d\d$/);
});

test("infinities and NaN are written as such", () => {
  assert.deepEqual([number(Infinity), number(-Infinity), number(NaN)], ["∞", "−∞", "NaN"]);
});

test("an input keeps all its decimals, and at least one", () => {
  assert.deepEqual([exact(2), exact(-0.25), exact(0), exact(0.00001), exact(-10)],
    ["2.0", "−0.25", "0.0", "0.00001", "−10.0"]);
});

test("the smallest number that can be typed is not written in exponential form", () => {
  assert.doesNotMatch(exact(0.00001) + exact(-0.00002), /e/);
});

test("plain 0 is kept for masked keys; a small weight says that it is not 0", () => {
  assert.equal(weight(0, false), "0");
  assert.equal(weight(0, true), "<.01");
  assert.equal(weight(0.00499, true), "<.01");
  assert.equal(weight(0.005, true), "0.01");
  assert.equal(weight(0.444, true), "0.44");
  assert.equal(weight(1, true), "1.00");
});

test("equal words are told apart by their place, others are left alone", () => {
  assert.deepEqual(names(["the", "cat", "saw", "the", "dog"]), ["the (1)", "cat", "saw", "the (4)", "dog"]);
  assert.deepEqual(names(["a"]), ["a"]);
});
