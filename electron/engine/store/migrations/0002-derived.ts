/** What is computed from contents, each under the recipe that made it, and the matches between contents. */
export const derived = `
CREATE TABLE recipe (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE fingerprint (
  content_id INTEGER NOT NULL REFERENCES content (id),
  recipe_id INTEGER NOT NULL REFERENCES recipe (id),
  pixel_hash BLOB NOT NULL,
  difference_hashes BLOB NOT NULL,
  dct_hashes BLOB NOT NULL,
  PRIMARY KEY (recipe_id, content_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE embedding (
  content_id INTEGER NOT NULL REFERENCES content (id),
  recipe_id INTEGER NOT NULL REFERENCES recipe (id),
  copy BLOB NOT NULL,
  scene BLOB NOT NULL,
  PRIMARY KEY (recipe_id, content_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE features (
  content_id INTEGER NOT NULL REFERENCES content (id),
  recipe_id INTEGER NOT NULL REFERENCES recipe (id),
  data BLOB NOT NULL,
  PRIMARY KEY (recipe_id, content_id)
) STRICT;

-- Which contents were held against the library, under which recipe.
CREATE TABLE matched (
  recipe_id INTEGER NOT NULL REFERENCES recipe (id),
  content_id INTEGER NOT NULL REFERENCES content (id),
  PRIMARY KEY (recipe_id, content_id)
) STRICT, WITHOUT ROWID;

-- A pair is one row, low < high; flipped where it was given as (high, low), since transform and crop box go from b to a.
CREATE TABLE match (
  recipe_id INTEGER NOT NULL REFERENCES recipe (id),
  low INTEGER NOT NULL REFERENCES content (id),
  high INTEGER NOT NULL REFERENCES content (id),
  flipped INTEGER NOT NULL,
  relation TEXT NOT NULL,
  probability REAL NOT NULL,
  reasons TEXT NOT NULL, -- JSON
  transform TEXT, -- JSON
  crop_box TEXT, -- JSON
  PRIMARY KEY (recipe_id, low, high),
  CHECK (low < high)
) STRICT, WITHOUT ROWID;
CREATE INDEX match_by_high ON match (recipe_id, high);
CREATE INDEX match_by_probability ON match (recipe_id, probability DESC);
`;
