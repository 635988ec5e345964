/** Fitted by build/fit-people.ts; do not edit. */
import type { LinkOdds } from "../faces.ts";

export const fitted = {
  "data": "faces-grey and faces-colour, in libraries of 10 to 100 % of the people",
  "merges": 16624,
  "wrong": 896
} as const;
export const baseOdds: LinkOdds = {
  "bias": -174.36,
  "slope": 185.71,
  "alone": 4.521,
  "crowd": 1
};
