/** Training runs, their curves, which one's embedder is in use, and the pooled features that descriptors are made of. */
export const learning = `
CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  mode TEXT NOT NULL,
  outcome TEXT NOT NULL,
  began_at_ms INTEGER NOT NULL,
  -- What it is made of, in the words of the engine: parameters, figures, trials.
  data TEXT NOT NULL -- JSON
) STRICT;

CREATE TABLE run_point (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  curve TEXT NOT NULL,
  step INTEGER NOT NULL,
  value REAL, -- null where it is no number
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (run_id, curve, step)
) STRICT, WITHOUT ROWID;

-- One row at most; none while the shipped embedder is in use.
CREATE TABLE run_in_use (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  run_id INTEGER NOT NULL REFERENCES run (id)
) STRICT;

-- float16 numbers, little-endian: what a new head makes a new descriptor of without the photo.
CREATE TABLE pooled (
  content_id INTEGER NOT NULL REFERENCES content (id),
  recipe_id INTEGER NOT NULL REFERENCES recipe (id),
  data BLOB NOT NULL,
  PRIMARY KEY (recipe_id, content_id)
) STRICT, WITHOUT ROWID;
`;
