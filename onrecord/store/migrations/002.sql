-- Version 2: keys of articles are kept, so that one more article is linked alone.

CREATE INDEX links_human ON links(kind) WHERE method = 'human';

-- What the linkers of articles look up, so that one more needs no look at the rest: made from the articles, and again
-- where a row's mark (a hash of what it depends on besides the text) no longer holds.
CREATE TABLE filed (
  n INTEGER PRIMARY KEY,
  article TEXT NOT NULL UNIQUE,
  mark TEXT NOT NULL,
  day INTEGER,                     -- published, as a day number
  terms BLOB NOT NULL              -- weighted words: four bytes each of hashes, then of weights
);
CREATE INDEX filed_day ON filed(day);
CREATE TABLE filed_keys (key INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE TABLE standing_keys (key INTEGER PRIMARY KEY); -- of the text that outlets repeat

PRAGMA user_version = 2;
