/** The training test on TensorFlow's C library, where it is installed. */
import { test } from "node:test";
import { loadTensorFlow } from "../../../native-models/backends/tensorflow.ts";
import { useBackend } from "../../../native-models/tensorflow.ts";
import { trainingTests } from "./on-backend.ts";

const required = Boolean(process.env.CI) && process.platform === "linux";
const obstacle = await loadTensorFlow().then(
  () => null,
  (error: Error) => error.message.split("\n")[0] ?? "it does not load",
);
if (obstacle === null || required)
  trainingTests("tensorflow", ["head", "adapters", "last-blocks", "everything"], () => useBackend("tensorflow"));
else test("tensorflow", { skip: `${obstacle}; npm run tensorflow brings it` });
