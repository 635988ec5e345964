/**
 * A number of steps comes in, a schedule that falls along half a cosine from 1 to a floor goes out.
 * floor + (1 - floor) (1 + cos(pi step / steps)) / 2: Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts,
 * 2017, equation 5, without restarts.
 */
import type { Schedule } from "./schedule.ts";

/**
 * Warm-up and cosine together: warmUp(100, cosineDecay(900)).
 * @param floor 0..1, where it ends and stays.
 * @throws RangeError for no steps.
 */
export function cosineDecay(steps: number, floor = 0): Schedule {
  if (!(steps > 0)) throw new RangeError(`A decay over ${steps} steps.`);
  return (step) => floor + ((1 - floor) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps))) / 2;
}
