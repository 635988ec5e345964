/** Run as a process of its own by on-webgpu.test.ts. */
import { after } from "node:test";
import { useBackend } from "../../../native-models/tensorflow.ts";
import { trainingTests } from "./on-backend.ts";

// A GPU in software takes a second a step, so there are few.
trainingTests("webgpu", ["head", "adapters", "last-blocks"], () => useBackend("webgpu"), 8);
// Dawn's threads would keep the process.
after(() => setImmediate(() => process.exit()));
