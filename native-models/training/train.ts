/** A model, an objective and batches come in; the model moves step by step, and what came of it goes out. */
import { constant } from "../schedules/constant.ts";
import { tf } from "../tensorflow.ts";
import { assignWeights, type RunState, readWeights, restoreCheckpoint, variablesOf, writeCheckpoint } from "./checkpoint.ts";
import type { TrainingEnd, TrainingOptions, TrainingProgress, TrainingResult } from "./options.ts";
import { gradientsOf } from "./step.ts";

/**
 * Deterministic: the same model, batches and options give the same weights on the same backend, also when the run was resumed.
 * @throws RangeError for options that cannot be, Error where the loss is no number any more or a step leaves tensors behind; what the
 *     batches, the evaluation or a callback throw passes through. The tracker is then closed as "failed".
 */
export async function train(options: TrainingOptions): Promise<TrainingResult> {
  const { tracker } = options;
  try {
    const result = await run(options);
    tracker?.close(result.end === "cancelled" ? "cancelled" : "finished");
    return result;
  } catch (error) {
    tracker?.close("failed");
    throw error;
  }
}

async function run(options: TrainingOptions): Promise<TrainingResult> {
  const { model, objective, optimizer, steps, evaluation, checkpoints, schedule = constant(), signal } = options;
  requireSound(options);
  const variables = variablesOf(model, objective);
  const rate = optimizer.learningRate;
  const resumed = checkpoints?.resume ? restoreCheckpoint(checkpoints.resume, variables, optimizer) : null;
  let state: RunState = resumed ?? { step: 0, lastLoss: Number.NaN, best: null, bestWeights: null, evaluations: [], stale: 0 };
  if (evaluation && !resumed) state = await evaluated(options, variables, state);

  const ends = new AbortController();
  const batches = options.batches(state.step, signal ? AbortSignal.any([signal, ends.signal]) : ends.signal)[Symbol.asyncIterator]();
  let end: TrainingEnd = isStale(options, state) ? "stopped early" : "finished";
  let flatTensors: number | null = null;
  try {
    while (state.step < steps && end === "finished") {
      if (signal?.aborted) {
        end = "cancelled";
        break;
      }
      const waitFrom = performance.now();
      const next = await nextBatch(batches, signal);
      if (next === null) continue;
      if (next.done) break;
      const computeFrom = performance.now();
      optimizer.learningRate = rate * schedule(state.step);
      const { loss, gradients } = await gradientsOf(options, next.value, state.step);
      if (!Number.isFinite(loss)) throw new Error(`The loss of step ${state.step + 1} is ${loss}: the learning rate may be too high.`);
      applyGradients(options, gradients);
      state = { ...state, step: state.step + 1, lastLoss: loss };
      // Before the first step the optimizer remembers nothing yet.
      flatTensors = requireFlat(flatTensors, state.step);
      const times = { computeMs: performance.now() - computeFrom, waitMs: computeFrom - waitFrom };

      const last = state.step === steps;
      const evaluatesNow = evaluation && (state.step % evaluation.every === 0 || last);
      if (evaluatesNow) state = await evaluated(options, variables, state);
      if (isStale(options, state)) end = "stopped early";
      report(options, state, loss, times);
      await options.onStep?.(progressOf(options, state, loss, times, evaluatesNow === true));
      if (checkpoints && (state.step % checkpoints.every === 0 || last))
        await checkpoints.save(await writeCheckpoint(variables, optimizer, state), state.step);
    }
  } finally {
    optimizer.learningRate = rate;
    ends.abort();
    const closed = batches.return?.();
    // A source that hangs answers this never.
    if (signal?.aborted) closed?.catch(() => undefined);
    else await closed;
  }
  // A run that was cancelled goes on later from its own weights.
  if (end === "cancelled" && checkpoints && state.step > 0)
    await checkpoints.save(await writeCheckpoint(variables, optimizer, state), state.step);
  if (end !== "cancelled" && state.bestWeights) assignWeights(variables, state.bestWeights);
  const { step, lastLoss, best, evaluations } = state;
  return { end, steps: step, lastLoss, best, evaluations };
}

function requireSound({ steps, evaluation, checkpoints, rowsAtOnce }: TrainingOptions): void {
  const wholes = { steps, "evaluation.every": evaluation?.every, "checkpoints.every": checkpoints?.every, rowsAtOnce };
  for (const [name, value] of Object.entries(wholes))
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw new RangeError(`${name} is ${value}, not a whole number above 0.`);
}

/** null where the signal came first: a source that hangs does not keep a run from ending. */
async function nextBatch<Batch>(batches: AsyncIterator<Batch>, signal: AbortSignal | undefined): Promise<IteratorResult<Batch> | null> {
  if (!signal) return batches.next();
  const { promise, resolve } = Promise.withResolvers<null>();
  const stop = (): void => resolve(null);
  signal.addEventListener("abort", stop, { once: true });
  const next = batches.next();
  // A source that fails because it was told to stop has not failed.
  next.catch(() => undefined);
  const first = await Promise.race([next, promise]).finally(() => signal.removeEventListener("abort", stop));
  return signal.aborted ? null : first;
}

function applyGradients({ optimizer, clipNorm }: TrainingOptions, gradients: Record<string, tf.Tensor>): void {
  tf.tidy(() => optimizer.applyGradients(clipNorm === undefined ? gradients : clipped(gradients, clipNorm)));
  tf.dispose(gradients);
}

/** Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2013, algorithm 1; over all gradients together. */
function clipped(gradients: Record<string, tf.Tensor>, longest: number): Record<string, tf.Tensor> {
  // Added one by one: WebGPU takes no more than eight tensors at once.
  const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square), tf.scalar(0)));
  const factor = tf.div(longest, tf.maximum(norm, longest));
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, factor)]));
}

function requireFlat(before: number | null, step: number): number {
  const { numTensors } = tf.memory();
  if (before !== null && numTensors > before) throw new Error(`Step ${step} left ${numTensors - before} tensors behind.`);
  return numTensors;
}

async function evaluated(
  { evaluation, tracker }: TrainingOptions,
  variables: ReturnType<typeof variablesOf>,
  state: RunState,
): Promise<RunState> {
  if (!evaluation) return state;
  const { step, best } = state;
  const figures = await evaluation.run(step);
  const value = figures[evaluation.watch];
  if (value === undefined || Number.isNaN(value)) throw new RangeError(`The evaluation gives no ${evaluation.watch}.`);
  tracker?.scalars(step, Object.fromEntries(Object.entries(figures).map(([name, figure]) => [`held-out/${name}`, figure])));
  const evaluations = [...state.evaluations, { step, figures }];
  const better = best === null || value > (best.figures[evaluation.watch] ?? -Infinity) + (evaluation.leastGain ?? 0);
  if (!better) return { ...state, evaluations, stale: state.stale + 1 };
  return { ...state, evaluations, stale: 0, best: { step, figures }, bestWeights: await readWeights(variables) };
}

function isStale({ evaluation }: TrainingOptions, { stale }: RunState): boolean {
  return evaluation?.patience !== undefined && stale >= evaluation.patience;
}

type StepTimes = Pick<TrainingProgress, "computeMs" | "waitMs">;

function progressOf(options: TrainingOptions, state: RunState, loss: number, times: StepTimes, isEvaluated: boolean): TrainingProgress {
  const figures = isEvaluated ? (state.evaluations.at(-1)?.figures ?? null) : null;
  return { step: state.step, steps: options.steps, loss, learningRate: options.optimizer.learningRate, ...times, evaluation: figures };
}

function report(options: TrainingOptions, { step }: RunState, loss: number, { computeMs, waitMs }: StepTimes): void {
  options.tracker?.scalars(step, {
    "train/loss": loss,
    "train/learning-rate": options.optimizer.learningRate,
    "train/step-ms": computeMs,
    "train/wait-ms": waitMs,
  });
}
