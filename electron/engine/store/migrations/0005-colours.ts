/** How many colours a photo has: a copy that lost them must not be the one to keep. */
export const colours = `
ALTER TABLE content ADD COLUMN colours TEXT NOT NULL DEFAULT 'full';
`;
