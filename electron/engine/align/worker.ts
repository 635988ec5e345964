/** One thread of the aligner: pixels or pairs of features come in as messages, features or evidence go out. */
import { answerAsThread } from "../threads.ts";
import { createAligner } from "./aligner.ts";
import type { AlignRequest } from "./aligner-threads.ts";

const aligner = await createAligner();
answerAsThread((request: AlignRequest) => ("pixels" in request ? aligner.features(request.pixels) : aligner.align(request.a, request.b)));
