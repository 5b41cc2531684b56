import assert from "node:assert/strict";
import { test } from "node:test";
import { selection } from "./support/modules.mjs";

const { marksFor, pairFor } = selection;

test("a weight outlines the query, the key, the value and the output it belongs to", () => {
  const marks = marksFor({ matrix: "weights", row: 1, column: 2 });
  assert.deepEqual(marks, {
    query: { row: 1 }, key: { row: 2 }, value: { row: 2 },
    scores: { cell: [1, 2] }, mask: { cell: [1, 2] }, weights: { cell: [1, 2] }, output: { row: 1 },
  });
});

test("a score depends on one query and one key, not on values", () => {
  const marks = marksFor({ matrix: "scores", row: 0, column: 3 });
  assert.deepEqual(marks, { query: { row: 0 }, key: { row: 3 }, scores: { cell: [0, 3] } });
});

test("a query number reaches its row of scores, a key number its column", () => {
  assert.deepEqual(marksFor({ matrix: "query", row: 4, column: 1 }).scores, { row: 4 });
  assert.deepEqual(marksFor({ matrix: "query", row: 4, column: 1 }).query, { row: 4, cell: [4, 1] });
  assert.deepEqual(marksFor({ matrix: "key", row: 4, column: 1 }).scores, { column: 4 });
  assert.equal(marksFor({ matrix: "key", row: 4, column: 1 }).value, undefined);
});

test("a value number reaches the column of outputs of its dimension, weighted by its key's column", () => {
  const marks = marksFor({ matrix: "value", row: 4, column: 1 });
  assert.deepEqual(marks, { value: { row: 4, cell: [4, 1] }, weights: { column: 4 }, output: { column: 1 } });
});

test("an output number comes from one row of weights and one column of values", () => {
  const marks = marksFor({ matrix: "output", row: 2, column: 0 });
  assert.deepEqual(marks, { weights: { row: 2 }, value: { column: 0 }, output: { cell: [2, 0] } });
});

test("a number of Wₐ joins one dimension of every query to one of every key, one of v the same of both", () => {
  const cell = { matrix: "parameter", row: 0, column: 3 };
  assert.deepEqual(marksFor(cell, "general"), { query: { column: 0 }, key: { column: 3 }, parameter: { cell: [0, 3] } });
  assert.deepEqual(marksFor(cell, "additive"), { query: { column: 3 }, key: { column: 3 }, parameter: { cell: [0, 3] } });
});

test("choosing a number of the score itself keeps the derived pair", () => {
  assert.deepEqual(pairFor({ matrix: "parameter", row: 3, column: 2 }, { i: 5, j: 6 }), { i: 5, j: 6 });
});

test("choosing an input keeps the other half of the derived pair", () => {
  const pair = { i: 5, j: 6 };
  assert.deepEqual(pairFor({ matrix: "query", row: 1, column: 3 }, pair), { i: 1, j: 6 });
  assert.deepEqual(pairFor({ matrix: "output", row: 1, column: 3 }, pair), { i: 1, j: 6 });
  assert.deepEqual(pairFor({ matrix: "key", row: 1, column: 3 }, pair), { i: 5, j: 1 });
  assert.deepEqual(pairFor({ matrix: "value", row: 1, column: 3 }, pair), { i: 5, j: 1 });
  for (const matrix of ["scores", "mask", "weights"]) {
    assert.deepEqual(pairFor({ matrix, row: 1, column: 3 }, pair), { i: 1, j: 3 });
  }
});
