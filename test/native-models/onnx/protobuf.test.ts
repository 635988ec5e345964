/** Protobuf bytes held to the examples of its guide and to the edges. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createMessage } from "../../../native-models/onnx/protobuf.ts";

const hex = (message: ReturnType<typeof createMessage>) => Buffer.from(message.encode()).toString("hex");

test("fields are encoded as the guide's examples are", () => {
  assert.equal(hex(createMessage().integer(1, 150)), "089601");
  assert.equal(hex(createMessage().bytes(2, "testing")), "120774657374696e67");
  assert.equal(hex(createMessage().bytes(3, createMessage().integer(1, 150))), "1a03089601");
  assert.equal(hex(createMessage().integers(6, [3, 270, 86942])), "3206038e029ea705");
});

test("edges: zero, negative, large, floats, high field numbers", () => {
  assert.equal(hex(createMessage().integer(1, 0)), "0800");
  assert.equal(hex(createMessage().integer(1, -2)), "08feffffffffffffffff01");
  assert.equal(hex(createMessage().integer(1, 2 ** 53 - 1)), "08ffffffffffffff0f");
  assert.equal(hex(createMessage().float(2, 1)), "150000803f");
  assert.equal(hex(createMessage().integer(20, 7)), "a00107");
  assert.equal(hex(createMessage().integers(1, [])), "0a00");
  assert.throws(() => createMessage().integer(1, 0.5), RangeError);
});
