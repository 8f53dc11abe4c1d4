-- Version 5: where an article has a statement from, and how its speaker is kept unnamed.

ALTER TABLE statements ADD COLUMN via TEXT;                          -- the agency or outlet cited, NULL for the article itself
ALTER TABLE statements ADD COLUMN anonymous TEXT NOT NULL DEFAULT '' -- '' where the speaker is named
  CHECK (anonymous IN ('', 'condition', 'sources', 'unnamed'));

DROP VIEW statements_view;
CREATE VIEW statements_view AS
SELECT a.outlet, a.published, coalesce(v.name, s.speaker_name) AS speaker, s.act, s.kind, s.words AS quote,
       (SELECT group_concat(words, ' … ') FROM spans WHERE article = s.article AND record = s.id AND role = 'cue') AS cue,
       s.said_when, s.said_where, s.status, s.via, s.anonymous, s.score, a.title, s.id AS statement, s.article
FROM statements s
JOIN articles a ON a.id = s.article
LEFT JOIN actor_names_view v ON v.article = s.article AND v.article_actor = s.speaker_actor
ORDER BY a.published IS NULL, a.published, a.id, s.n;

PRAGMA user_version = 5;
