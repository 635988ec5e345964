/** The boundary's part on learning: what it would learn from, runs, their curves, recipes. */

/** name → [parameters, result]. */
// biome-ignore lint/complexity/noBannedTypes: filled in with the subject
export type LearningMethodTypes = {};
export const learningMethodNames = [] as const satisfies readonly (keyof LearningMethodTypes)[];

// biome-ignore lint/complexity/noBannedTypes: filled in with the subject
export type LearningEventTypes = {};
