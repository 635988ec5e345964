/** Fitted by build/fit-people.ts; do not edit. */
import type { LinkOdds } from "../faces.ts";

export const fitted = {
  "data": "faces-grey and faces-colour, in libraries of 10 to 100 % of the people",
  "merges": 18257,
  "wrong": 1033
} as const;
export const baseOdds: LinkOdds = {
  "bias": -201.73,
  "slope": 214.75,
  "alone": 4.545,
  "crowd": 1
};
