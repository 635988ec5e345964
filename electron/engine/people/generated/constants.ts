/** Fitted by build/fit-people.ts; do not edit. */
import type { LinkOdds } from "../faces.ts";

export const fitted = {
  "data": "faces-grey and faces-colour, in libraries of 10 to 100 % of the people",
  "merges": 16810,
  "wrong": 1058
} as const;
export const baseOdds: LinkOdds = {
  "bias": -194.64,
  "slope": 206.62,
  "alone": 4.877,
  "crowd": 1
};
