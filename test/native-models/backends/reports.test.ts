/** The reports on backends held to what really loads here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { backendReports } from "../../../native-models/backends/reports.ts";

const reports = await backendReports();

test("inference runs here and says on what", () => {
  const report = reports.find(({ purpose }) => purpose === "inference");
  assert.equal(report?.available, true, report?.detail);
  assert.match(report?.detail ?? "", /^ONNX Runtime \d+\.\d+\.\d+ on the CPU/);
});

test("training says its version and device, or what to do", () => {
  const report = reports.find(({ purpose }) => purpose === "training");
  assert.ok(report);
  if (report.available) assert.match(report.detail, /TensorFlow \d+\.\d+\.\d+ on the (CPU|GPU)\.$/);
  else assert.match(report.detail, /Run `npm/);
});

test("asking does not load TensorFlow into this process", () => {
  const libraries = (process.report.getReport() as unknown as { sharedObjects: string[] }).sharedObjects;
  assert.ok(libraries.length > 0);
  assert.deepEqual(
    libraries.filter((name) => name.includes("tensorflow")),
    [],
  );
});
