/** Fitted by build/fit-match.ts; do not edit. */
import type { AdditiveModel } from "../additive.ts";
import type { alignedNames, cheapNames, momentNames } from "../witnesses.ts";

export const fitted = {
  "date": "2026-11-24",
  "data": "150 objects and 60 photos, each in 15 edits, among 1371; bursts; the half of the photos that is not scored",
  "pairs": 50017,
  "aligned": 10314
} as const;
export const cheapModel: AdditiveModel<(typeof cheapNames)[number]> = {
 "bias": -10.7693,
 "curves": {
  "similarity": {
   "knots": [
    -0.1412,
    -0.03372,
    0.05416,
    0.1481,
    0.4409,
    0.6619,
    0.8334,
    0.9942
   ],
   "steps": [
    0.0262,
    1.3488,
    1.0462,
    0,
    0,
    0,
    0
   ]
  },
  "standing": {
   "knots": [
    -0.2465,
    -0.1398,
    -0.05151,
    0.04117,
    0.2823,
    0.3929,
    0.5552,
    0.7268,
    0.888
   ],
   "steps": [
    0.0264,
    1.5433,
    2.3581,
    4.9798,
    0,
    1.6629,
    0,
    1.2801
   ]
  },
  "difference": {
   "knots": [
    -0.1172,
    0.01563,
    0.1094,
    0.3438,
    0.6406,
    0.9141,
    1
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0,
    3.1019
   ]
  },
  "dct": {
   "knots": [
    0,
    0.125,
    0.1875,
    0.25,
    0.375,
    0.5625,
    0.9375,
    1
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0,
    0,
    6.2806
   ]
  }
 }
};
export const alignedModel: AdditiveModel<(typeof alignedNames)[number]> = {
 "bias": -6.7512,
 "curves": {
  "similarity": {
   "knots": [
    0.1172,
    0.1756,
    0.4994,
    0.6626,
    0.8335,
    0.9416
   ],
   "steps": [
    1.1749,
    0,
    0,
    0,
    0
   ]
  },
  "standing": {
   "knots": [
    0.007131,
    0.06075,
    0.394,
    0.5555,
    0.615,
    0.7268,
    0.888
   ],
   "steps": [
    2.3284,
    4.0149,
    0.518,
    0,
    0,
    0
   ]
  },
  "difference": {
   "knots": [
    -0.07031,
    0.01563,
    0.08594,
    0.2344,
    0.3516,
    0.8906,
    0.9688
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0,
    0
   ]
  },
  "dct": {
   "knots": [
    0,
    0.125,
    0.1875,
    0.25,
    0.375,
    0.8125,
    0.9375,
    1
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0,
    0,
    5.156
   ]
  },
  "inliers": {
   "knots": [
    0,
    6
   ],
   "steps": [
    0
   ]
  },
  "inlierShare": {
   "knots": [
    0,
    0.5591
   ],
   "steps": [
    1.0909
   ]
  },
  "agreement": {
   "knots": [
    0,
    0.144,
    0.7731,
    1
   ],
   "steps": [
    0,
    0,
    0
   ]
  },
  "coarseAgreement": {
   "knots": [
    0,
    0.3118,
    0.7966,
    0.9318,
    1
   ],
   "steps": [
    0,
    0,
    0,
    5.1533
   ]
  },
  "fidelity": {
   "knots": [
    -0.002996,
    0.3874,
    2.942,
    4.221,
    5.451
   ],
   "steps": [
    0,
    0,
    0,
    3.4774
   ]
  },
  "coarseFidelity": {
   "knots": [
    -0.002996,
    0.5366,
    3.33,
    3.761,
    4.821,
    5.674
   ],
   "steps": [
    0,
    0,
    0,
    0,
    3.5412
   ]
  },
  "support": {
   "knots": [
    0,
    5.322,
    7.492,
    8.098,
    9.003
   ],
   "steps": [
    0,
    0,
    0,
    0.9762
   ]
  },
  "coarseSupport": {
   "knots": [
    0,
    5.695,
    7.614,
    8.194,
    8.989
   ],
   "steps": [
    0,
    0,
    2.8537,
    1.2
   ]
  },
  "exactness": {
   "knots": [
    -1,
    -0.6594,
    -0.1237,
    0
   ],
   "steps": [
    0,
    0,
    2.5917
   ]
  },
  "coarseExactness": {
   "knots": [
    -1,
    -0.4,
    -0.09836,
    0
   ],
   "steps": [
    0,
    0,
    1.4211
   ]
  }
 }
};
export const momentModel: AdditiveModel<(typeof momentNames)[number]> = {
 "bias": -9.5436,
 "curves": {
  "similarity": {
   "knots": [
    0.117,
    0.1737,
    0.4606,
    0.5803,
    0.9191,
    0.977
   ],
   "steps": [
    0.2109,
    1.3483,
    2.5086,
    1.9598,
    0.3861
   ]
  },
  "standing": {
   "knots": [
    0.006893,
    0.05908,
    0.3099,
    0.361,
    0.4299,
    0.5054,
    0.7045
   ],
   "steps": [
    0.2074,
    1.3901,
    1.9642,
    0.6095,
    0.2851,
    0.2403
   ]
  },
  "inliers": {
   "knots": [
    0,
    1
   ],
   "steps": [
    0.7728
   ]
  },
  "coarseAgreement": {
   "knots": [
    0,
    0.3478,
    0.7565,
    0.8519
   ],
   "steps": [
    0.6293,
    1.5817,
    0.4468
   ]
  },
  "coarseSupport": {
   "knots": [
    0,
    6.355,
    7.493
   ],
   "steps": [
    0,
    1.2599
   ]
  },
  "coverage": {
   "knots": [
    0,
    1
   ],
   "steps": [
    0
   ]
  }
 }
};
