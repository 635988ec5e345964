/** What was moved out of the person's folders, when, and where it is now. */
export const journal = `
CREATE TABLE journal_session (
  name TEXT PRIMARY KEY,
  began_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Keyed by path and content, not by the library's ids: it must hold when the library has forgotten the photo.
CREATE TABLE journal_entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  session TEXT NOT NULL REFERENCES journal_session (name),
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  path BLOB NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  device INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_at_ns INTEGER NOT NULL,
  group_name TEXT NOT NULL,
  kept_path BLOB NOT NULL,
  kept_hash BLOB NOT NULL CHECK (length(kept_hash) = 32),
  root BLOB NOT NULL,
  companion_of BLOB,
  held_path BLOB,
  restored_path BLOB,
  reason TEXT,
  changed_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX journal_entry_by_session ON journal_entry (session, id);
CREATE INDEX journal_entry_by_state ON journal_entry (state, id);
`;
