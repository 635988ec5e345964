/** The training test on plain JavaScript. */
import { useBackend } from "../../../native-models/tensorflow.ts";
import { trainingTests } from "./on-backend.ts";

trainingTests("cpu", ["head", "adapters", "last-blocks", "everything"], () => useBackend("cpu"));
