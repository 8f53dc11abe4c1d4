-- Version 4: a position's cue, who only ascribes it, and who is to act.

ALTER TABLE positions ADD COLUMN claimed_by TEXT;            -- the name of who ascribes it to its holder
ALTER TABLE positions ADD COLUMN agent TEXT;                 -- id in article_actors: who is to act, NULL for the holder

DROP VIEW positions_view;
CREATE VIEW positions_view AS
SELECT a.outlet, a.published, coalesce(v.name, p.name) AS actor, p.stance, p.leaning, p.commitment, p.claimed_by,
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

PRAGMA user_version = 4;
