CREATE TABLE IF NOT EXISTS events (
    number     INTEGER PRIMARY KEY,
    source     TEXT    NOT NULL,
    id         TEXT    NOT NULL, -- the provider's
    kind       TEXT    NOT NULL,
    body       BLOB    NOT NULL, -- as it was signed
    received   INTEGER NOT NULL, -- all times: milliseconds since 1970
    deliveries INTEGER NOT NULL DEFAULT 1,
    state      TEXT    NOT NULL DEFAULT 'recorded' CHECK (state IN ('recorded', 'done', 'failed')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    due        INTEGER NOT NULL, -- when its work may begin
    error      TEXT,
    UNIQUE (source, id)
) STRICT;

CREATE INDEX IF NOT EXISTS recorded ON events (due) WHERE state = 'recorded';
CREATE INDEX IF NOT EXISTS done ON events (received) WHERE state = 'done';

-- What the work changes.
CREATE TABLE IF NOT EXISTS orders (
    number INTEGER PRIMARY KEY,
    paid   INTEGER NOT NULL DEFAULT 0 -- cents
) STRICT;
INSERT OR IGNORE INTO orders (number) VALUES (1), (2), (3);

CREATE TABLE IF NOT EXISTS pushes (repository TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
