/** The training test on WebGPU: in a process of its own, on this computer's GPU or on the one that Chromium brings in software. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

/** Chromium's own Vulkan loader and its SwiftShader: a GPU where there is none. */
const chromium = ["/usr/lib/chromium", "/usr/lib/chromium-browser"].find((folder) => existsSync(join(folder, "vk_swiftshader_icd.json")));
const required = Boolean(process.env.CI) && process.platform === "linux";

test("WebGPU trains as every backend does", { timeout: 900_000 }, async (context) => {
  const software = chromium && { LD_LIBRARY_PATH: chromium, VK_ICD_FILENAMES: join(chromium, "vk_swiftshader_icd.json") };
  const environment: NodeJS.ProcessEnv = { ...process.env, ...software };
  // Else the child reports to this file's runner, as bytes.
  delete environment.NODE_TEST_CONTEXT;
  const { code, output } = await run(
    process.execPath,
    ["--test-reporter=spec", join(import.meta.dirname, "train-on-webgpu.ts")],
    environment,
  );
  if (code !== 0 && !required && /WebGPU found no GPU/.test(output))
    return context.skip("this computer has no GPU for WebGPU, nor Chromium's in software");
  assert.equal(code, 0, output);
  assert.match(output, /webgpu, last-blocks: the loss falls/);
});

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(command, args, { env, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      resolve({ code: error ? 1 : 0, output: `${stdout}${stderr}` });
    });
  });
}
