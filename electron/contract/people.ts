/** The boundary's part on faces and people. */

/** name → [parameters, result]. */
// biome-ignore lint/complexity/noBannedTypes: filled in with the subject
export type PeopleMethodTypes = {};
export const peopleMethodNames = [] as const satisfies readonly (keyof PeopleMethodTypes)[];
