/** Fitted by build/fit-match.ts; do not edit. */
import type { AdditiveModel } from "../additive.ts";
import type { cheapNames, exposureNames, sceneNames } from "../witnesses.ts";

export const fitted = {
  "date": "2026-11-24",
  "data": "150 objects and 60 photos, each in 15 edits, among 1371; bursts; the half of the photos that is not scored",
  "pairs": 43884,
  "aligned": 7417
} as const;
export const cheapModel: AdditiveModel<(typeof cheapNames)[number]> = {
 "bias": -10.2676,
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
    1.3153,
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
    1.602,
    1.5654,
    4.3405,
    0.2271,
    3.9966,
    0.0652
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
    2.2628
   ]
  }
 }
};
export const sceneModel: AdditiveModel<(typeof sceneNames)[number]> = {
 "bias": -6.6066,
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
    0.237
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
    0,
    0,
    2.491,
    2.0569,
    1.0425,
    1.6454
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
    0.2518,
    0,
    0,
    0,
    2.29,
    0.6028
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
    0.0919,
    0.8488
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
    0.7378,
    0.6764,
    0.1924,
    0,
    0,
    0.817
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
    0.0616,
    0,
    0,
    0,
    1.3209,
    0.3742,
    1.4005
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
    1.9365,
    0.243,
    1.1113,
    0.5618,
    0,
    0.1858
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
    0.2356
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
    0,
    0.5384,
    0.5586
   ]
  }
 }
};
export const exposureModel: AdditiveModel<(typeof exposureNames)[number]> = {
 "bias": -12.3608,
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
    0.0146
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
    0.1159
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
    0.0917
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
    0.5669,
    1.3949,
    0.0416
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
    0.6486
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
    1.227,
    3.0706,
    0.9473
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
    1.0542,
    2.6082,
    0.1112
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
    2.8679,
    0.514,
    0.3274,
    0.2886
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
    0.4672,
    0.325,
    0.2936
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
    0.1489,
    0.3384,
    3.7333,
    0.7335
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
    0.9888,
    0.9577,
    0,
    1.5925,
    0.2065,
    3.2274
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
    2.3006,
    5.1849,
    0.9464,
    0.5438
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
    0.656,
    0.7819,
    0.7807,
    0.7792,
    0.7796,
    4.5499
   ]
  }
 }
};
