CREATE TABLE IF NOT EXISTS todos (
    id     INTEGER PRIMARY KEY AUTOINCREMENT, -- ids are never reused: an old link must not reach a new todo
    title  TEXT    NOT NULL,
    due    TEXT, -- 2026-11-20
    urgent INTEGER NOT NULL,
    notes  TEXT    NOT NULL,
    done   INTEGER NOT NULL
) STRICT;

-- Two open todos can't have the same title. NOCASE ignores the case of the letters A to Z only.
CREATE UNIQUE INDEX IF NOT EXISTS one_open_title ON todos (title COLLATE NOCASE) WHERE NOT done;
