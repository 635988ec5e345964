/** Run as a process of its own: loads TensorFlow, computes one product, and prints a line of JSON: {version, device} or {error}. */
import { loadTensorFlow } from "./tensorflow.ts";

try {
  const { tf, version, device } = await loadTensorFlow();
  const [product] = await tf.tidy(() => tf.matMul(tf.tensor2d([[3, 4]]), tf.tensor2d([[5], [6]]))).data();
  if (product !== 39) throw new Error(`it computed 3 x 5 + 4 x 6 = ${product}.`);
  console.log(JSON.stringify({ version, device }));
} catch (error) {
  console.log(JSON.stringify({ error: (error instanceof Error ? error.message : String(error)).trim().split("\n")[0] }));
  process.exitCode = 1;
}
