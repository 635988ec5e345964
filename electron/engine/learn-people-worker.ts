/** A thread: faces of named people come in as a message, what could be learnt of them goes out. */
import { learnPersonMetric, type MetricLesson, type NamedFace } from "./learn/person-metric.ts";
import { answerAsThread } from "./threads.ts";

export interface LearnRequest {
  readonly named: readonly NamedFace[];
  /** Cosine from which two faces alone are put together now. */
  readonly threshold: number;
}
export type LearnAnswer = MetricLesson | null;

answerAsThread(({ named, threshold }: LearnRequest): LearnAnswer => learnPersonMetric(named, threshold));
