import assert from "node:assert/strict";
import { test } from "node:test";
import { edit } from "./support/modules.mjs";

const { nudged } = edit;

test("ten steps of 0.1 make exactly 1", () => {
  let x = 0;
  for (let i = 0; i < 10; i++) x = nudged(x, 0.1);
  assert.equal(x, 1);
});

test("up and down again ends where it began", () => {
  for (const start of [-3.3, 0, 0.07, 9.12345]) assert.equal(nudged(nudged(start, 0.1), -0.1), start);
});

test("a step stops at the ends of the range", () => {
  assert.equal(nudged(9.95, 0.1), 10);
  assert.equal(nudged(-10, -1), -10);
});

test("stepping down to zero gives plain zero", () => {
  assert.ok(Object.is(nudged(-0.1, 0.1), 0));
  assert.ok(Object.is(nudged(0.1, -0.1), 0));
});
