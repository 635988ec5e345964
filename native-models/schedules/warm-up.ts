/**
 * A number of steps comes in, a schedule that rises evenly to 1 over them goes out, and then follows another.
 * Goyal et al., Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017, section 2.2 (gradual warm-up).
 */
import { constant } from "./constant.ts";
import type { Schedule } from "./schedule.ts";

/**
 * (step + 1) / steps, which is never 0; then `after`, whose own steps begin at 0 when the warm-up ends.
 * @throws RangeError for steps below 0.
 */
export function warmUp(steps: number, after: Schedule = constant()): Schedule {
  if (!(steps >= 0)) throw new RangeError(`A warm-up of ${steps} steps.`);
  return (step) => (step < steps ? (after(0) * (step + 1)) / steps : after(step - steps));
}
