/** The training test on WebAssembly. */
import { useBackend } from "../../../native-models/tensorflow.ts";
import { trainingTests } from "./on-backend.ts";

trainingTests("wasm", ["head", "adapters", "last-blocks", "everything"], () => useBackend("wasm"));
