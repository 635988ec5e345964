/**
 * A batch comes in, its loss and the gradient of every variable go out. A batch with more rows than memory holds at once is embedded in parts
 * and the gradient passed back through them one by one: the very same gradient, for one more pass forward (Gao, Zhang, Han and Callan,
 * Scaling deep contrastive learning batch size under memory limited setup, 2021).
 */
import type { Distillation } from "../losses/distillation.ts";
import type { MinedParts, Objective } from "../losses/objective.ts";
import type { Batch } from "../miners/relations.ts";
import { tf } from "../tensorflow.ts";
import type { TrainingBatch } from "./batches.ts";
import type { EmbeddingModel } from "./embedding-model.ts";

export interface StepSetup {
  readonly model: EmbeddingModel;
  readonly objective: Objective;
  readonly distillation?: { readonly loss: Distillation; readonly weight: number };
  readonly rowsAtOnce?: number;
}

export interface StepGradients {
  readonly loss: number;
  /** By the variables' TensorFlow.js names; the caller disposes of them. */
  readonly gradients: Record<string, tf.Tensor>;
}

/** @throws RangeError where rows, labels and references do not agree. */
export async function gradientsOf(setup: StepSetup, batch: TrainingBatch, step: number): Promise<StepGradients> {
  const { model, objective, rowsAtOnce } = setup;
  const [rows = 0] = batch.inputs.shape;
  const loss = createLoss(setup, batch, step);
  const trained = [...model.variables.values(), ...objective.variables];
  // Numbers of a GPU cannot be read inside a gradient: then the embeddings are made, and mined, before it.
  const inParts = rows > (rowsAtOnce ?? rows) || objective.needsDistances;
  if (inParts) return gradientsInParts(setup, batch, loss, Math.min(rows, rowsAtOnce ?? rows));
  const { value, grads } = tf.variableGrads(
    () => tf.tidy(() => loss.value(model.embed(toTensor(batch, 0, rows), { training: true }))),
    trained,
  );
  return { loss: await numberOf(value), gradients: present(grads) };
}

async function gradientsInParts(
  { model, objective }: StepSetup,
  batch: TrainingBatch,
  loss: BatchLoss,
  rowsAtOnce: number,
): Promise<StepGradients> {
  const [rows = 0] = batch.inputs.shape;
  const starts = Array.from({ length: Math.ceil(rows / rowsAtOnce) }, (_, part) => part * rowsAtOnce);
  const embedPart = (start: number): tf.Tensor2D =>
    model.embed(toTensor(batch, start, Math.min(rows, start + rowsAtOnce)), { training: true });
  const parts = starts.map((start) => tf.tidy(() => embedPart(start)));
  const embeddings = tf.concat(parts, 0);
  tf.dispose(parts);
  const mined = objective.needsDistances ? await loss.mine(embeddings) : undefined;
  const own = [...objective.variables];
  const { value, grads } = tf.valueAndGrads((given) => loss.value(given as tf.Tensor2D, mined))([embeddings, ...own]);
  const [slope, ...ownSlopes] = grads;
  let sums: Record<string, tf.Tensor> = {};
  for (const start of starts) {
    const part = tf.variableGrads(
      () =>
        tf.tidy(() => {
          const embedded = embedPart(start);
          return tf.sum(tf.mul(embedded, tf.slice(slope as tf.Tensor2D, [start, 0], [embedded.shape[0], -1]))) as tf.Scalar;
        }),
      [...model.variables.values()],
    );
    part.value.dispose();
    sums = added(sums, present(part.grads));
  }
  for (const [index, variable] of own.entries()) {
    const ownSlope = ownSlopes[index];
    if (ownSlope) sums[variable.name] = ownSlope;
  }
  const number = await numberOf(value);
  tf.dispose([embeddings, slope as tf.Tensor]);
  return { loss: number, gradients: sums };
}

interface BatchLoss {
  mine(embeddings: tf.Tensor2D): Promise<MinedParts>;
  value(embeddings: tf.Tensor2D | readonly tf.Tensor[], mined?: MinedParts): tf.Scalar;
}

function createLoss(
  { objective, distillation }: StepSetup,
  { inputs, labels, unknown, reference }: TrainingBatch,
  step: number,
): BatchLoss {
  const [rows = 0] = inputs.shape;
  if (labels.length > rows) throw new RangeError(`${labels.length} labels for ${rows} rows.`);
  if (distillation && !reference) throw new RangeError("Distillation wants the old embedder's vectors with each batch.");
  if (reference && reference.length % rows !== 0) throw new RangeError(`${reference.length} numbers are no ${rows} old vectors.`);
  const batch: Batch = { labels, unknown, step };
  const labelled = (embeddings: tf.Tensor2D): tf.Tensor2D =>
    labels.length === rows ? embeddings : tf.slice(embeddings, [0, 0], [labels.length, -1]);
  return {
    async mine(embeddings) {
      const taught = tf.tidy(() => tf.clone(labelled(embeddings)));
      const mined = await objective.mine(taught, batch);
      taught.dispose();
      return mined;
    },
    value: (given, mined) =>
      tf.tidy(() => {
        const embeddings = (Array.isArray(given) ? given[0] : given) as tf.Tensor2D;
        const learned = objective.loss(labelled(embeddings), batch, mined);
        if (!distillation || !reference) return learned;
        const old = tf.tensor2d(reference, [rows, reference.length / rows]);
        return tf.add(learned, tf.mul(distillation.loss.loss(embeddings, old), distillation.weight)) as tf.Scalar;
      }),
  };
}

function toTensor({ inputs: { data, shape } }: TrainingBatch, start: number, end: number): tf.Tensor {
  const [, ...rest] = shape;
  const width = rest.reduce((product, size) => product * size, 1);
  const part = data.subarray(start * width, end * width);
  return part instanceof Uint8Array ? tf.tensor(part, [end - start, ...rest], "int32") : tf.tensor(part, [end - start, ...rest], "float32");
}

/** Without the variables on which the loss does not depend. */
function present(gradients: tf.NamedTensorMap): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(gradients).filter(([, gradient]) => gradient));
}

function added(sums: Record<string, tf.Tensor>, more: Record<string, tf.Tensor>): Record<string, tf.Tensor> {
  const total: Record<string, tf.Tensor> = { ...sums };
  for (const [name, gradient] of Object.entries(more)) {
    const before = sums[name];
    total[name] = before ? tf.add(before, gradient) : gradient;
    if (before) tf.dispose([before, gradient]);
  }
  return total;
}

async function numberOf(value: tf.Scalar): Promise<number> {
  const [number = Number.NaN] = await value.data();
  value.dispose();
  return number;
}
