/** Fitted by build/fit-match.ts; do not edit. */
import type { AdditiveModel } from "../additive.ts";
import type { cheapNames, exposureNames, sceneNames } from "../witnesses.ts";

export const fitted = {
  "date": "2026-11-24",
  "data": "150 objects and 60 photos, each in 15 edits, among 1371; bursts; the half of the photos that is not scored",
  "pairs": 43644,
  "aligned": 12097
} as const;
export const cheapModel: AdditiveModel<(typeof cheapNames)[number]> = {
 "bias": -8.3141,
 "curves": {
  "similarity": {
   "knots": [
    0.2,
    0.35,
    0.5,
    0.65,
    0.8,
    0.95
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0
   ]
  },
  "standing": {
   "knots": [
    0.05,
    0.12,
    0.18,
    0.25,
    0.35,
    0.5,
    0.7
   ],
   "steps": [
    3.3196,
    1.8933,
    2.5857,
    0,
    2.7916,
    0
   ]
  },
  "difference": {
   "knots": [
    -0.05,
    0.1,
    0.25,
    0.4,
    0.6,
    0.8,
    0.97
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
    0.2,
    0.4,
    0.6,
    0.8,
    1
   ],
   "steps": [
    0,
    0,
    0,
    0,
    3.3271
   ]
  }
 }
};
export const sceneModel: AdditiveModel<(typeof sceneNames)[number]> = {
 "bias": -7.8123,
 "curves": {
  "similarity": {
   "knots": [
    0.2,
    0.35,
    0.5,
    0.65,
    0.8,
    0.95
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0.0274
   ]
  },
  "standing": {
   "knots": [
    0.05,
    0.12,
    0.18,
    0.25,
    0.35,
    0.5,
    0.7
   ],
   "steps": [
    0.4193,
    1.0853,
    1.2325,
    2.0874,
    1.7587,
    1.0797
   ]
  },
  "difference": {
   "knots": [
    -0.05,
    0.1,
    0.25,
    0.4,
    0.6,
    0.8,
    0.97
   ],
   "steps": [
    0.6137,
    0,
    0,
    0,
    2.4291,
    0.5266
   ]
  },
  "dct": {
   "knots": [
    0,
    0.2,
    0.4,
    0.6,
    0.8,
    1
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0.6836
   ]
  },
  "inliers": {
   "knots": [
    0,
    2,
    3,
    3.6,
    4.3,
    5,
    6,
    7.5
   ],
   "steps": [
    0,
    0.7161,
    0.0287,
    0.5692,
    0,
    0.5661,
    2.0052
   ]
  },
  "agreement": {
   "knots": [
    0,
    0.1,
    0.2,
    0.35,
    0.5,
    0.7,
    0.85,
    0.95,
    1
   ],
   "steps": [
    0,
    0.0923,
    0,
    0,
    0,
    1.7292,
    0.5899,
    1.4781
   ]
  },
  "coarseAgreement": {
   "knots": [
    0,
    0.1,
    0.2,
    0.35,
    0.5,
    0.7,
    0.85,
    0.95,
    1
   ],
   "steps": [
    0,
    0,
    1.8429,
    1.0297,
    1.6719,
    0.4599,
    0,
    0.0517
   ]
  },
  "support": {
   "knots": [
    0,
    1.5,
    3,
    4,
    5,
    6,
    7,
    8.5
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0,
    0,
    0.3862
   ]
  },
  "coarseSupport": {
   "knots": [
    0,
    1.5,
    3,
    4,
    5,
    6,
    7,
    8.5
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0.1088,
    1.1905,
    0.6379
   ]
  }
 }
};
export const exposureModel: AdditiveModel<(typeof exposureNames)[number]> = {
 "bias": -12.5092,
 "curves": {
  "agreement": {
   "knots": [
    0,
    0.1,
    0.2,
    0.35,
    0.5,
    0.7,
    0.85,
    0.95,
    1
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0.0139
   ]
  },
  "coarseAgreement": {
   "knots": [
    0,
    0.1,
    0.2,
    0.35,
    0.5,
    0.7,
    0.85,
    0.95,
    1
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0.1151
   ]
  },
  "inlierShare": {
   "knots": [
    0,
    0.1,
    0.2,
    0.35,
    0.5,
    0.7
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0.1785
   ]
  },
  "fidelity": {
   "knots": [
    1.6,
    2.3,
    2.9,
    3.4,
    3.8,
    4.3,
    4.8,
    5.8
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0.6984,
    1.3825,
    0.0413
   ]
  },
  "coarseFidelity": {
   "knots": [
    1.6,
    2.3,
    2.9,
    3.4,
    3.8,
    4.3,
    4.8,
    5.8
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0,
    0,
    0.6431
   ]
  },
  "exactness": {
   "knots": [
    -0.5,
    -0.3,
    -0.2,
    -0.15,
    -0.1,
    -0.06,
    -0.03,
    0
   ],
   "steps": [
    0,
    0,
    0,
    0,
    1.2306,
    3.0862,
    0.9814
   ]
  },
  "coarseExactness": {
   "knots": [
    -0.5,
    -0.3,
    -0.2,
    -0.15,
    -0.1,
    -0.06,
    -0.03,
    0
   ],
   "steps": [
    0,
    0,
    0,
    0,
    1.101,
    2.5761,
    0.1105
   ]
  },
  "steadiness": {
   "knots": [
    0.6,
    1.3,
    1.8,
    2.1,
    2.4,
    2.7,
    3.1,
    3.6
   ],
   "steps": [
    0,
    0,
    0,
    2.8472,
    0.514,
    0.3316,
    0.2935
   ]
  },
  "stillness": {
   "knots": [
    2.3,
    2.9,
    3.4,
    3.8,
    4.3,
    4.8,
    5.3,
    5.8
   ],
   "steps": [
    0,
    0,
    0,
    0,
    0.4626,
    0.329,
    0.2986
   ]
  },
  "clearness": {
   "knots": [
    1.5,
    2,
    2.5,
    3,
    3.4,
    3.8,
    4.2,
    4.6
   ],
   "steps": [
    0,
    0,
    0,
    0.1457,
    0.3362,
    3.7393,
    0.7367
   ]
  },
  "coarseClearness": {
   "knots": [
    1.5,
    2,
    2.5,
    3,
    3.4,
    3.8,
    4.2,
    4.6
   ],
   "steps": [
    0,
    1.1019,
    0.968,
    0,
    1.6007,
    0.1857,
    3.2335
   ]
  },
  "explainedDrift": {
   "knots": [
    -2,
    -1.5,
    -1.2,
    -1,
    -0.85,
    -0.7,
    -0.55,
    -0.4,
    -0.2
   ],
   "steps": [
    0,
    0,
    0,
    0,
    2.371,
    5.1962,
    0.9691,
    0.5537
   ]
  },
  "containment": {
   "knots": [
    0.3,
    0.5,
    0.65,
    0.8,
    0.9,
    0.97,
    1
   ],
   "steps": [
    0.6787,
    0.7907,
    0.7897,
    0.7884,
    0.7888,
    4.492
   ]
  }
 }
};
