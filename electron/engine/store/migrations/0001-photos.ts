/** Files, the contents that they hold, what could not be read, and the person's choices. */
export const photos = `
CREATE TABLE library (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL
) STRICT;
INSERT INTO library VALUES (1, 1);

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE root (
  path BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE content (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  size_bytes INTEGER NOT NULL,
  format TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  taken_at_ms INTEGER,
  camera TEXT,
  lens TEXT,
  latitude REAL,
  longitude REAL,
  metadata_fields INTEGER NOT NULL,
  mean_colour TEXT NOT NULL,
  sharpness REAL NOT NULL
) STRICT;
CREATE INDEX content_by_time ON content (taken_at_ms DESC);
CREATE INDEX content_by_size ON content (size_bytes DESC);

-- A file that is gone keeps its row, so that its id is there when it comes back or turns up elsewhere.
-- It has no path once another file took that.
CREATE TABLE file (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path BLOB UNIQUE,
  size_bytes INTEGER NOT NULL,
  modified_at_ns INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  device INTEGER NOT NULL,
  content_id INTEGER NOT NULL REFERENCES content (id),
  gone INTEGER NOT NULL DEFAULT 0,
  CHECK (path IS NOT NULL OR gone = 1)
) STRICT;
CREATE INDEX file_by_content ON file (content_id, gone);

-- Size and time are NULL for what the walk itself could not look at.
CREATE TABLE problem (
  path BLOB PRIMARY KEY,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  size_bytes INTEGER,
  modified_at_ns INTEGER
) STRICT;
`;
