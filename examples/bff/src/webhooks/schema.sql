CREATE TABLE IF NOT EXISTS events (
    number     INTEGER PRIMARY KEY,
    source     TEXT    NOT NULL,
    id         TEXT    NOT NULL, -- the provider's
    kind       TEXT    NOT NULL,
    body       BLOB    NOT NULL, -- as it was signed
    touched    INTEGER NOT NULL, -- when it was last delivered, or its work was done; milliseconds since 1970
    deliveries INTEGER NOT NULL DEFAULT 1,
    state      TEXT    NOT NULL DEFAULT 'recorded' CHECK (state IN ('recorded', 'done', 'failed')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    due        INTEGER NOT NULL, -- when its work may begin; milliseconds since 1970
    error      TEXT,
    UNIQUE (source, id)
) STRICT;

CREATE INDEX IF NOT EXISTS recorded ON events (due) WHERE state = 'recorded';
CREATE INDEX IF NOT EXISTS done ON events (touched) WHERE state = 'done';

-- Events without their bodies, which may be large.
CREATE VIEW IF NOT EXISTS entries AS
    SELECT number, source, id, kind, deliveries, state, attempts, error, due FROM events;

-- What the work changes.
CREATE TABLE IF NOT EXISTS orders (
    number INTEGER PRIMARY KEY,
    paid   INTEGER NOT NULL DEFAULT 0 -- cents
) STRICT;
INSERT OR IGNORE INTO orders (number) VALUES (1), (2), (3);

CREATE TABLE IF NOT EXISTS pushes (repository TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
