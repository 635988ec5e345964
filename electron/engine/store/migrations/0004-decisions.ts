/** What the person said of two photos, decided of one, and chose to keep. */
export const decisions = `
-- By content, not by the library's ids: an answer must hold when the library has forgotten the photos.
CREATE TABLE answer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  low BLOB NOT NULL CHECK (length(low) = 32),
  high BLOB NOT NULL CHECK (length(high) = 32),
  verdict TEXT NOT NULL,
  answered_at_ms INTEGER NOT NULL,
  UNIQUE (low, high),
  CHECK (low < high)
) STRICT;

-- Both hold only while the file has the content that the person saw.
CREATE TABLE mark (
  file_id INTEGER PRIMARY KEY REFERENCES file (id),
  content_id INTEGER NOT NULL REFERENCES content (id),
  mark TEXT NOT NULL
) STRICT;
-- The later choice has the larger id.
CREATE TABLE chosen (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  file_id INTEGER NOT NULL UNIQUE REFERENCES file (id),
  content_id INTEGER NOT NULL REFERENCES content (id)
) STRICT;
`;
