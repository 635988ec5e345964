/** The reports on backends held to what really loads here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type BackendReport, backendReports, fastestBackend, fastestProvider } from "../../../native-models/backends/reports.ts";
import type { ProviderName } from "../../../native-models/inference/onnx-runtime.ts";

const reports = await backendReports();
const named = (name: string): BackendReport => reports.find((report) => report.name === name)!;

test("inference runs here and says on what", () => {
  const report = reports.find(({ purpose }) => purpose === "inference");
  assert.equal(report?.available, true, report?.detail);
  assert.match(report?.detail ?? "", /^ONNX Runtime \d+\.\d+\.\d+ on the CPU: \d+\.\d ms a photo on one thread\.$/);
});

test("each provider of ONNX Runtime works here or says why not; the fastest is chosen", () => {
  const providers = reports.filter(({ purpose }) => purpose === "inference");
  assert.equal(providers[0]?.provider, "cpu");
  assert.ok(providers.every(({ available, pictureMs, detail }) => (available ? (pictureMs ?? 0) > 0 : detail.length > 5)));
  const report = (provider: ProviderName, pictureMs?: number): BackendReport => {
    return { name: provider, purpose: "inference", available: pictureMs !== undefined, detail: "", provider, pictureMs };
  };
  assert.equal(fastestProvider([report("cpu", 8), report("cuda", 2), report("webgpu")]), "cuda");
  assert.equal(fastestProvider([report("cpu", 8), report("webgpu", 3000)]), "cpu");
  assert.equal(fastestProvider([report("cpu", 8), report("cuda", 2)], 8), "cpu", "eight threads compute eight photos");
  assert.equal(fastestProvider([]), "cpu");
});

test("TensorFlow says its version and device, or what to do", () => {
  const report = named("@tensorflow/tfjs-node-gpu");
  if (report.available) assert.match(report.detail, /TensorFlow \d+\.\d+\.\d+ on the (CPU|GPU); a trial step of training took \d+ ms\.$/);
  else assert.match(report.detail, /Run `npm/);
});

test("WebGPU says its GPU, or that there is none", () => {
  const report = named("webgpu");
  assert.match(
    report.detail,
    report.available ? /^\d+\.\d+\.\d+ on .+ (?:took \d+ ms|too slow to train on)\.$/ : /found no GPU|optional package|backend|trial/,
  );
});

test("WebAssembly trains everywhere", () => {
  const report = named("@tensorflow/tfjs-backend-wasm");
  assert.ok(report.available && (report.stepMs ?? 0) > 0, report.detail);
  assert.match(report.detail, /^4\.\d+\.\d+ on one thread of the CPU/);
});

test("the fastest that loads is chosen, and none where none loads", () => {
  const report = (backend: BackendReport["backend"], available: boolean, stepMs?: number): BackendReport => {
    return { name: String(backend), purpose: "training", available, detail: "", backend, stepMs };
  };
  const choose = (...given: BackendReport[]) => fastestBackend(given)?.backend ?? null;
  assert.equal(choose(report("wasm", true, 9), report("tensorflow", true, 3), report("webgpu", true, 5)), "tensorflow");
  assert.equal(choose(report("wasm", true, 9), report("tensorflow", false), report("webgpu", true)), "wasm");
  assert.equal(choose(report("webgpu", false)), null);
  const best = fastestBackend(reports);
  assert.ok(best && reports.every(({ stepMs }) => stepMs === undefined || stepMs >= (best.stepMs ?? 0)));
});

test("asking does not load TensorFlow into this process", () => {
  const libraries = (process.report.getReport() as unknown as { sharedObjects: string[] }).sharedObjects;
  assert.ok(libraries.length > 0);
  assert.deepEqual(
    libraries.filter((name) => /tensorflow|dawn/.test(name)),
    [],
  );
});
