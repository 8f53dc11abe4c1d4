-- Version 6: the other places where an article was found.

CREATE TABLE article_sources (
  article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  location TEXT NOT NULL,          -- a path or address besides that of the article's source
  PRIMARY KEY (article, n)
) WITHOUT ROWID;

PRAGMA user_version = 6;
