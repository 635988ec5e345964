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
 "bias": -4.6788,
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
    0.0122
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
    0.0002,
    0,
    0,
    0,
    0,
    0,
    0,
    0.1256
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
    1.2507
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
    0.4759,
    1.1172,
    0.044
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
    0.5681
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
    1.5453,
    2.9289,
    1.0634
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
    1.3918,
    2.5413,
    0.1272
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
    0.6873,
    3.2406,
    0.5857,
    0.1,
    0.0051
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
    0.17,
    0.0495,
    0.0151
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
    0.2838,
    0.2799,
    3.9529,
    0.7489
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
    0.7862,
    1.3774,
    0,
    1.8179,
    0.0458,
    3.208
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
    2.2481,
    3.4835,
    0,
    1.3486
   ]
  }
 }
};
