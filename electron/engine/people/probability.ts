/** The link of two clusters comes in, the probability that they are one person goes out; and back. */
import type { LinkOdds } from "./faces.ts";

/** 0..1 for a mean cosine of -1..1. */
export const probabilityOf = ({ bias, slope }: LinkOdds, link: number): number => 1 / (1 + Math.exp(-(bias + slope * link)));

/** The link at which the probability is reached. */
export const linkAt = ({ bias, slope }: LinkOdds, probability: number): number =>
  (Math.log(probability / (1 - probability)) - bias) / slope;
