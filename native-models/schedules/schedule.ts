/** The number of a training step comes in, what to multiply the learning rate with at that step goes out. */

/** Pure. Steps count from 0; past the last step the last value stays. */
export type Schedule = (step: number) => number;
