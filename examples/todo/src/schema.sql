CREATE TABLE IF NOT EXISTS todos (
    id     INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: an old link must not reach a new todo
    title  TEXT    NOT NULL,
    due    TEXT, -- 2026-11-20
    urgent INTEGER NOT NULL,
    notes  TEXT    NOT NULL,
    done   INTEGER NOT NULL
) STRICT;

-- The same thing need not be on the list twice, unless it is done. NOCASE knows the letters A to Z only.
CREATE UNIQUE INDEX IF NOT EXISTS one_open_title ON todos (title COLLATE NOCASE) WHERE NOT done;
