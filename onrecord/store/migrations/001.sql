-- One story's records. Offsets count Unicode code points, half-open: words = the article's text from start_char up to
-- but not including end_char. Dates are ISO 8601. Lists and evidence are JSON (json_each reads them). "n" is the
-- record's place among those of its article. Tables named in the plural hold records; *_view are for people.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE sources (
  id TEXT PRIMARY KEY,
  location TEXT NOT NULL,          -- path, URL or "-", with #n for the n-th record of a container
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  retrieved TEXT
) WITHOUT ROWID;

CREATE TABLE articles (
  key INTEGER PRIMARY KEY,         -- a hash of the id, so that the full-text index needs no counter
  id TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL REFERENCES sources(id),
  outlet TEXT,
  title TEXT,
  author TEXT,
  published TEXT,                  -- NULL where neither text, metadata nor user gives a date
  published_by TEXT,
  url TEXT,
  given_id TEXT,
  headline_start INTEGER,
  headline_end INTEGER,
  text TEXT NOT NULL,
  findings_sha256 TEXT NOT NULL    -- of the article and all its findings: unchanged findings are not rewritten
);
CREATE INDEX articles_source ON articles(source);

CREATE TABLE removed (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  n INTEGER NOT NULL,
  reason TEXT NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (article, id)
) WITHOUT ROWID;

CREATE TABLE statements (
  key INTEGER PRIMARY KEY,
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'mixed', 'indirect')),
  act TEXT NOT NULL,
  negated INTEGER NOT NULL,
  speaker_actor TEXT,              -- id in article_actors
  speaker_name TEXT,
  speaker_how TEXT,
  words TEXT NOT NULL,             -- the content spans joined by " … "
  said_when TEXT,
  said_where TEXT,
  status TEXT NOT NULL,
  score REAL NOT NULL,
  rule TEXT NOT NULL,
  parent TEXT,                     -- the statement in whose content this one stands
  UNIQUE (article, id)
);

-- The words of statements (role source, cue, content), positions (holder, target, evidence) and events (event, clause,
-- place, participant, time); n counts within the role.
CREATE TABLE spans (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  record TEXT NOT NULL,
  role TEXT NOT NULL,
  n INTEGER NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (article, record, role, n)
) WITHOUT ROWID;

CREATE TABLE mentions (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  n INTEGER NOT NULL,
  form TEXT NOT NULL,
  actor TEXT,
  how TEXT NOT NULL,
  candidates TEXT NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (article, id)
) WITHOUT ROWID;

-- The actors of one article; those of the story, the same across articles, are in "actors".
CREATE TABLE article_actors (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  n INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  names TEXT NOT NULL,
  country TEXT,
  speaks_for TEXT,
  gender TEXT NOT NULL,
  identifier TEXT,
  PRIMARY KEY (article, id)
) WITHOUT ROWID;

CREATE TABLE article_roles (
  article TEXT NOT NULL,
  actor TEXT NOT NULL,
  n INTEGER NOT NULL,
  title TEXT NOT NULL,
  affiliation TEXT,
  time TEXT NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (article, actor, n),
  FOREIGN KEY (article, actor) REFERENCES article_actors(article, id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE times (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  n INTEGER NOT NULL,
  type TEXT NOT NULL,
  value TEXT NOT NULL,             -- TIMEX3; X where open
  resolved INTEGER NOT NULL,       -- 1 where it means a period, first_day and last_day
  first_day TEXT,
  last_day TEXT,
  mod TEXT,
  anchor TEXT,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (article, id)
) WITHOUT ROWID;

CREATE TABLE events (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  n INTEGER NOT NULL,
  label TEXT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  factuality REAL,
  voice TEXT,                      -- the statement that asserts it; NULL: the article itself
  actors TEXT NOT NULL,
  time TEXT,                       -- id in times
  time_type TEXT,
  time_value TEXT,
  resolved INTEGER,
  first_day TEXT,
  last_day TEXT,
  mod TEXT,
  anchor TEXT,
  PRIMARY KEY (article, id)
) WITHOUT ROWID;

CREATE TABLE positions (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  n INTEGER NOT NULL,
  actor TEXT,                      -- id in article_actors
  name TEXT NOT NULL,
  stance TEXT NOT NULL CHECK (stance IN ('for', 'against', 'conditional', 'undecided')),
  commitment INTEGER NOT NULL,
  voice TEXT,
  score REAL NOT NULL,
  rule TEXT NOT NULL,
  leaning TEXT NOT NULL CHECK (leaning IN ('for', 'against', '')),  -- of a conditional one
  PRIMARY KEY (article, id)
) WITHOUT ROWID;

CREATE TABLE conditions (
  article TEXT NOT NULL,
  position TEXT NOT NULL,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('if', 'unless')),
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (article, position, n),
  FOREIGN KEY (article, position) REFERENCES positions(article, id) ON DELETE CASCADE
) WITHOUT ROWID;

-- Problems found in an article belong to it; those of an input that gave no article, or of the links, to none.
CREATE TABLE problems (
  owner TEXT REFERENCES articles(id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  id TEXT NOT NULL,
  stage TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  location TEXT NOT NULL,
  article TEXT,
  span_article TEXT,
  start_char INTEGER,
  end_char INTEGER,
  words TEXT
);
CREATE UNIQUE INDEX problems_once ON problems(ifnull(owner, ''), stage, id);
CREATE INDEX problems_owner ON problems(owner);

-- Across articles.
CREATE TABLE actors (
  id TEXT PRIMARY KEY,
  n INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  names TEXT NOT NULL,
  country TEXT,
  speaks_for TEXT,
  gender TEXT NOT NULL,
  identifier TEXT
) WITHOUT ROWID;

CREATE TABLE roles (
  actor TEXT NOT NULL REFERENCES actors(id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  title TEXT NOT NULL,
  affiliation TEXT,
  time TEXT NOT NULL,
  article TEXT NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (actor, n)
) WITHOUT ROWID;

CREATE TABLE issues (
  id TEXT PRIMARY KEY,
  n INTEGER NOT NULL,
  label TEXT NOT NULL,
  terms TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE issue_positions (
  issue TEXT NOT NULL REFERENCES issues(id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  position TEXT NOT NULL,
  PRIMARY KEY (issue, n)
) WITHOUT ROWID;
CREATE INDEX issue_positions_position ON issue_positions(position);

-- A link with method "human" is a correction: no rerun removes it. Its score 0 says that the two do not belong together.
CREATE TABLE links (
  id TEXT PRIMARY KEY,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  "left" TEXT NOT NULL,
  "right" TEXT NOT NULL,
  method TEXT NOT NULL,
  score REAL NOT NULL,
  evidence TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX links_left ON links(kind, "left");
CREATE INDEX links_right ON links(kind, "right");

-- Full-text search, kept in step by triggers: SELECT ... WHERE articles_search MATCH 'backstop'.
CREATE VIRTUAL TABLE articles_search USING fts5(
  title, text, content='articles', content_rowid='key', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
  INSERT INTO articles_search(rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER articles_gone AFTER DELETE ON articles BEGIN
  INSERT INTO articles_search(articles_search, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
END;
CREATE TRIGGER articles_changed AFTER UPDATE OF key, title, text ON articles BEGIN
  INSERT INTO articles_search(articles_search, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
  INSERT INTO articles_search(rowid, title, text) VALUES (new.key, new.title, new.text);
END;

CREATE VIRTUAL TABLE statements_search USING fts5(
  speaker_name, words, content='statements', content_rowid='key', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER statements_added AFTER INSERT ON statements BEGIN
  INSERT INTO statements_search(rowid, speaker_name, words) VALUES (new.key, new.speaker_name, new.words);
END;
CREATE TRIGGER statements_gone AFTER DELETE ON statements BEGIN
  INSERT INTO statements_search(statements_search, rowid, speaker_name, words)
  VALUES ('delete', old.key, old.speaker_name, old.words);
END;
CREATE TRIGGER statements_changed AFTER UPDATE OF key, speaker_name, words ON statements BEGIN
  INSERT INTO statements_search(statements_search, rowid, speaker_name, words)
  VALUES ('delete', old.key, old.speaker_name, old.words);
  INSERT INTO statements_search(rowid, speaker_name, words) VALUES (new.key, new.speaker_name, new.words);
END;

-- For people.
CREATE VIEW actor_names_view AS
SELECT a.article, a.id AS article_actor, coalesce(s.id, a.id) AS actor, coalesce(s.name, a.name) AS name,
       coalesce(s.type, a.type) AS type, coalesce(s.country, a.country) AS country
FROM article_actors a
LEFT JOIN links l ON l.kind = 'actor' AND l."left" = a.id AND NOT (l.method = 'human' AND l.score = 0)
LEFT JOIN actors s ON s.id = l."right";

CREATE VIEW statements_view AS
SELECT a.outlet, a.published, coalesce(v.name, s.speaker_name) AS speaker, s.act, s.kind, s.words AS quote,
       (SELECT group_concat(words, ' … ') FROM spans WHERE article = s.article AND record = s.id AND role = 'cue') AS cue,
       s.said_when, s.said_where, s.status, s.score, a.title, s.id AS statement, s.article
FROM statements s
JOIN articles a ON a.id = s.article
LEFT JOIN actor_names_view v ON v.article = s.article AND v.article_actor = s.speaker_actor
ORDER BY a.published IS NULL, a.published, a.id, s.n;

CREATE VIEW positions_view AS
SELECT a.outlet, a.published, coalesce(v.name, p.name) AS actor, p.stance, p.commitment,
       (SELECT words FROM spans WHERE article = p.article AND record = p.id AND role = 'target') AS target,
       (SELECT group_concat(kind || ' ' || words, '; ') FROM conditions
        WHERE article = p.article AND position = p.id) AS conditions,
       i.label AS issue,
       (SELECT words FROM spans WHERE article = p.article AND record = p.id AND role = 'evidence') AS evidence,
       p.score, a.title, p.id AS position, p.article
FROM positions p
JOIN articles a ON a.id = p.article
LEFT JOIN actor_names_view v ON v.article = p.article AND v.article_actor = p.actor
LEFT JOIN issue_positions ip ON ip.position = p.id
LEFT JOIN issues i ON i.id = ip.issue
ORDER BY a.published IS NULL, a.published, a.id, p.n;

CREATE VIEW timeline_view AS
SELECT e.first_day, e.last_day, e.label, e.status,
       (SELECT words FROM spans WHERE article = e.article AND record = e.id AND role = 'time') AS time_words,
       (SELECT words FROM spans WHERE article = e.article AND record = e.id AND role = 'place') AS place,
       s.speaker_name AS voice,
       (SELECT words FROM spans WHERE article = e.article AND record = e.id AND role = 'clause') AS evidence,
       a.outlet, a.published, a.title, e.id AS event, e.article
FROM events e
JOIN articles a ON a.id = e.article
LEFT JOIN statements s ON s.article = e.article AND s.id = e.voice
ORDER BY e.first_day IS NULL, e.first_day, e.last_day, a.published, a.id, e.n;

CREATE VIEW actors_view AS
SELECT v.name, v.type, v.country, count(DISTINCT v.article) AS articles,
       sum((SELECT count(*) FROM mentions m WHERE m.article = v.article AND m.actor = v.article_actor)) AS mentions,
       sum((SELECT count(*) FROM statements s
            WHERE s.article = v.article AND s.speaker_actor = v.article_actor)) AS statements,
       v.actor
FROM actor_names_view v
GROUP BY v.actor
ORDER BY statements DESC, mentions DESC, v.name;

CREATE VIEW problems_view AS
SELECT stage, code, count(*) AS problems, count(DISTINCT location) AS inputs, min(message) AS example,
       min(location) AS example_location
FROM problems
GROUP BY stage, code
ORDER BY problems DESC, stage, code;

PRAGMA application_id = 1332630085; -- "OnRE"
PRAGMA user_version = 1;
