/** Which folders were made for a copy, so that undoing it takes them away again where they are empty. */
export const madeFolders = `
ALTER TABLE journal_entry ADD COLUMN made_folder BLOB;
`;
