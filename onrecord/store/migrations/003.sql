-- Version 3: keys of statements and actors are kept too, so that all linkers see only what is near an added article.

CREATE TABLE filed_records (
  key INTEGER NOT NULL,            -- even: of an actor of the article, odd: of a statement
  n INTEGER NOT NULL,              -- in filed
  place INTEGER NOT NULL,          -- which of the article's
  PRIMARY KEY (key, n, place)
) WITHOUT ROWID;
CREATE INDEX actors_country ON actors(country);
CREATE INDEX actors_speaks_for ON actors(speaks_for) WHERE speaks_for IS NOT NULL;

PRAGMA user_version = 3;
