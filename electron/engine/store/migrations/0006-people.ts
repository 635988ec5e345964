/** Faces as the models found them, the people that they were grouped into, and what the person said of them. */
export const people = `
-- Which contents were looked at, under which recipe; code and message where that failed.
CREATE TABLE face_look (
  recipe_id INTEGER NOT NULL REFERENCES recipe (id),
  content_id INTEGER NOT NULL REFERENCES content (id),
  code TEXT,
  message TEXT,
  PRIMARY KEY (recipe_id, content_id)
) STRICT, WITHOUT ROWID;

-- The box is text, "x y width height" in ten thousandths of the upright picture: with the content's hash it names the face for good.
CREATE TABLE face (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  recipe_id INTEGER NOT NULL REFERENCES recipe (id),
  content_id INTEGER NOT NULL REFERENCES content (id),
  box TEXT NOT NULL,
  detector_score REAL NOT NULL,
  mesh_score REAL NOT NULL,
  landmarks TEXT NOT NULL, -- JSON
  roll_degrees REAL NOT NULL,
  yaw_degrees REAL NOT NULL,
  pitch_degrees REAL NOT NULL,
  left_eye REAL NOT NULL,
  right_eye REAL NOT NULL,
  mouth REAL NOT NULL,
  size_pixels REAL NOT NULL,
  sharpness REAL NOT NULL,
  quality REAL NOT NULL,
  clusterable INTEGER NOT NULL,
  embedding BLOB NOT NULL, -- float32, little-endian
  UNIQUE (recipe_id, content_id, box)
) STRICT;

-- Kept: something was said of this person, so that grouping anew leaves the row. An id is never given twice.
CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT,
  hidden INTEGER NOT NULL DEFAULT 0,
  note TEXT,
  note_of INTEGER,
  cover TEXT, -- a face's key: the content's hash in hex, a space, the box
  kept INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What the grouping made of the faces, without what was said since.
CREATE TABLE face_group (
  face_id INTEGER PRIMARY KEY REFERENCES face (id) ON DELETE CASCADE,
  person_id INTEGER NOT NULL REFERENCES person (id),
  look INTEGER NOT NULL, -- somebody's faces may look several ways: as a child, and grown up
  probability REAL NOT NULL
) STRICT;
CREATE INDEX face_group_by_person ON face_group (person_id);
CREATE TABLE face_question (
  one INTEGER NOT NULL REFERENCES face (id) ON DELETE CASCADE,
  other INTEGER NOT NULL REFERENCES face (id) ON DELETE CASCADE,
  probability REAL NOT NULL,
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX face_question_by_other ON face_question (other);
-- Of which faces, words and recipes the grouping was made: anything else is to be grouped anew.
CREATE TABLE face_grouping (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  made_of TEXT NOT NULL
) STRICT;

-- Whose face it is, or that it does not count. By the face's key: it outlives moves, models and groupings.
CREATE TABLE face_word (
  key TEXT PRIMARY KEY,
  person_id INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  ignored TEXT,
  source TEXT NOT NULL,
  probability REAL NOT NULL,
  said_at_ms INTEGER NOT NULL,
  CHECK ((person_id IS NULL) <> (ignored IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX face_word_by_person ON face_word (person_id);
CREATE TABLE face_not (
  key TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (key, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX face_not_by_person ON face_not (person_id);
CREATE TABLE people_apart (
  low INTEGER NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  high INTEGER NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (low, high),
  CHECK (low < high)
) STRICT, WITHOUT ROWID;

-- One row for each thing that was said, with the rows of the tables above as they were and as they are: undo puts them back.
CREATE TABLE people_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  told TEXT NOT NULL, -- JSON: the values in the text
  person_id INTEGER,
  made_at_ms INTEGER NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0,
  images TEXT NOT NULL -- JSON
) STRICT;

-- Side files whose names were read, as they then were.
CREATE TABLE side_file_read (
  path BLOB PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  modified_at_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The metric learnt from this library's people.
CREATE TABLE people_metric (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  recipe TEXT NOT NULL,
  learnt_at_ms INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
`;
