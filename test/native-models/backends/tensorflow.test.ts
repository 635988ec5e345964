/** A real training step on TensorFlow: the loss falls and no tensor is left behind. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type LoadedTensorFlow, loadTensorFlow, type TensorFlow } from "../../../native-models/backends/tensorflow.ts";
import { createRandom } from "../random.ts";

/** Where TensorFlow must be there: a failure is then a failure, not a reason to skip. */
const required = Boolean(process.env.CI) && process.platform === "linux";

async function attempt(): Promise<LoadedTensorFlow | string> {
  try {
    return await loadTensorFlow();
  } catch (error) {
    if (required) throw error;
    const [reason] = (error as Error).message.trim().split("\n");
    return `TensorFlow is not installed here (${reason}); npm run tensorflow brings it`;
  }
}

const loaded = await attempt();
const skip = typeof loaded === "string" ? loaded : false;
const classes = 4;
const side = 12;

/** Two noisy views each of `classes` patterns: float32 [2 x classes, side, side, 3]; views of one pattern stand side by side. */
function patternViews(tf: TensorFlow, random: () => number) {
  const values = new Float32Array(2 * classes * side * side * 3);
  for (let view = 0; view < 2 * classes; view += 1)
    for (let place = 0; place < side * side * 3; place += 1) {
      const [x, y] = [Math.floor(place / 3) % side, Math.floor(place / 3 / side)];
      const angle = (Math.PI * Math.floor(view / 2)) / classes;
      values[view * side * side * 3 + place] = Math.sin(x * Math.cos(angle) + y * Math.sin(angle)) + random() - 0.5;
    }
  return tf.tensor4d(values, [2 * classes, side, side, 3]);
}

/** InfoNCE (van den Oord, Li and Vinyals 2018, equation 4) with every other view of the batch as a negative. */
function contrastiveLoss(tf: TensorFlow, embeddings: ReturnType<TensorFlow["tensor2d"]>) {
  const unit = embeddings.div(embeddings.norm("euclidean", 1, true).add(1e-6));
  const count = 2 * classes;
  const withoutSelf = tf.matMul(unit, unit, false, true).div(0.2).sub(tf.eye(count).mul(1e4));
  const partners = tf.oneHot(
    tf.tensor1d(
      [...Array(count).keys()].map((view) => view ^ 1),
      "int32",
    ),
    count,
  );
  return tf.losses.softmaxCrossEntropy(partners, withoutSelf).asScalar();
}

test("a small network learns by a contrastive loss on TensorFlow, and no tensor is left behind", { skip }, async () => {
  const { tf, version, device } = loaded as LoadedTensorFlow;
  assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.ok(["CPU", "GPU"].includes(device));
  const { layers } = tf;
  const model = tf.sequential({
    layers: [
      layers.conv2d({
        inputShape: [side, side, 3],
        filters: 8,
        kernelSize: 3,
        strides: 2,
        padding: "same",
        activation: "relu6",
        kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
      }),
      layers.depthwiseConv2d({ kernelSize: 3, padding: "same", depthwiseInitializer: tf.initializers.glorotUniform({ seed: 2 }) }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 6, kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }) }),
    ],
  } as Parameters<TensorFlow["sequential"]>[0]);
  const optimizer = tf.train.adam(0.02);
  const random = createRandom(4);
  const step = (): number =>
    tf.tidy(() => {
      const views = patternViews(tf, random);
      const loss = optimizer.minimize(
        () => contrastiveLoss(tf, model.apply(views, { training: true }) as ReturnType<TensorFlow["tensor2d"]>),
        true,
      );
      assert.ok(loss);
      return loss.dataSync()[0]!;
    });

  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const losses = [step()];
  const { numTensors } = tf.memory();
  while (losses.length < 40) losses.push(step());
  assert.equal(tf.memory().numTensors, numTensors, "each step leaves tensors behind");
  const [first, last] = [mean(losses.slice(0, 4)), mean(losses.slice(-4))];
  assert.ok(last < 0.6 * first, `the loss went from ${first} to ${last}`);
  optimizer.dispose();
  model.dispose();
});
