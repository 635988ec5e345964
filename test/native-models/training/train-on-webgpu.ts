/** Run as a process of its own by on-webgpu.test.ts. */
import { after } from "node:test";
import { useBackend } from "../../../native-models/tensorflow.ts";
import { trainingTests } from "./on-backend.ts";

trainingTests("webgpu", ["head", "adapters", "last-blocks"], () => useBackend("webgpu"));
// Dawn's threads would keep the process.
after(() => setImmediate(() => process.exit()));
