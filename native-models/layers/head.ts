/** A head comes in, its variables and the differentiable map from pooled features to descriptors go out. */
import type { Head, Projection } from "../head.ts";
import { tf } from "../tensorflow.ts";
import { product } from "./filters.ts";
import { unitLength } from "./pooling.ts";

export interface TrainableHead {
  /** "mean", "matrix" and, with a projection, "hidden", "bias", "output". */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  /** @param features float32 [count, inputDimensions], unit length; the result float32 [count, outputDimensions], unit length. */
  apply(features: tf.Tensor2D): tf.Tensor2D;
  /** As it stands. */
  read(): Promise<Head>;
  dispose(): void;
}

export function createTrainableHead({ whitening, projection }: Head): TrainableHead {
  const { inputDimensions, outputDimensions } = whitening;
  const variable = (values: Float32Array, shape: number[]): tf.Variable => tf.tidy(() => tf.variable(tf.tensor(values, shape, "float32")));
  const mean = variable(whitening.mean, [inputDimensions]);
  const matrix = variable(whitening.matrix, [inputDimensions, outputDimensions]);
  const bent = projection && {
    hidden: variable(projection.hidden, [inputDimensions, projection.width]),
    bias: variable(projection.bias, [projection.width]),
    output: variable(projection.output, [projection.width, outputDimensions]),
  };
  const variables = new Map<string, tf.Variable>(Object.entries({ mean, matrix, ...bent }));
  const read = async (part: tf.Tensor): Promise<Float32Array> => Float32Array.from((await part.data()) as Float32Array);
  return {
    variables,
    apply: (features) =>
      tf.tidy(() => {
        const centred = tf.sub(features, mean) as tf.Tensor2D;
        const linear: tf.Tensor2D = product(centred, matrix as tf.Tensor2D);
        if (!bent) return unitLength(linear);
        const hidden = tf.relu(tf.add(product(centred, bent.hidden as tf.Tensor2D), bent.bias) as tf.Tensor2D);
        return unitLength(tf.add(linear, product(hidden, bent.output as tf.Tensor2D)) as tf.Tensor2D);
      }),
    async read() {
      const trained: Projection | null =
        bent && projection
          ? { width: projection.width, hidden: await read(bent.hidden), bias: await read(bent.bias), output: await read(bent.output) }
          : null;
      return { whitening: { inputDimensions, outputDimensions, mean: await read(mean), matrix: await read(matrix) }, projection: trained };
    },
    dispose: () => tf.dispose([...variables.values()]),
  };
}
