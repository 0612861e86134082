-- The newsroom. Times are microseconds since 1970, UTC; 0 means none. Lists
-- and blocks are JSON text. {id} is an identity key in either dialect.

-- +goose Up
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE editors (
    id            {id},
    name          TEXT   NOT NULL,
    login         TEXT   NOT NULL UNIQUE,
    password_hash TEXT   NOT NULL,
    added_at      BIGINT NOT NULL
);

-- Only hashes of session and sign-in tokens are kept.
CREATE TABLE sessions (
    token_hash TEXT   PRIMARY KEY,
    data       {blob} NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_expire ON sessions (expires_at);

CREATE TABLE sign_ins (
    token_hash TEXT   PRIMARY KEY,
    editor_id  BIGINT NOT NULL REFERENCES editors (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

CREATE TABLE outlets (
    id       {id},
    name     TEXT   NOT NULL,
    name_key {key}  NOT NULL UNIQUE, -- lower case: one outlet a name
    site     TEXT   NOT NULL DEFAULT '',
    host     TEXT   NOT NULL DEFAULT '', -- of its site, without www.
    country  TEXT   NOT NULL DEFAULT '',
    language TEXT   NOT NULL DEFAULT '',
    kind     TEXT   NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX outlets_host ON outlets (host);

CREATE TABLE feeds (
    id              {id},
    outlet_id       BIGINT  NOT NULL REFERENCES outlets (id),
    url             TEXT    NOT NULL,
    url_key         {key}   NOT NULL UNIQUE,
    title           TEXT    NOT NULL DEFAULT '',
    state           TEXT    NOT NULL,
    etag            TEXT    NOT NULL DEFAULT '',
    last_modified   TEXT    NOT NULL DEFAULT '',
    body_hash       TEXT    NOT NULL DEFAULT '',
    next_poll_at    BIGINT  NOT NULL,
    interval_us     BIGINT  NOT NULL DEFAULT 0,
    last_poll_at    BIGINT  NOT NULL DEFAULT 0,
    last_success_at BIGINT  NOT NULL DEFAULT 0,
    last_status     INTEGER NOT NULL DEFAULT 0,
    fault           TEXT    NOT NULL DEFAULT '',
    failures        INTEGER NOT NULL DEFAULT 0,
    items           INTEGER NOT NULL DEFAULT 0,
    -- The claim: who polls it now, until when by the machine's clock, and the
    -- fence that refuses a worker whose claim has lapsed.
    claimed_by      TEXT    NOT NULL DEFAULT '',
    claimed_until   BIGINT  NOT NULL DEFAULT 0,
    epoch           BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX feeds_due ON feeds (next_poll_at) WHERE state = 'active';

CREATE TABLE articles (
    id           {id},
    outlet_id    BIGINT  NOT NULL REFERENCES outlets (id),
    feed_id      BIGINT  NOT NULL DEFAULT 0,
    url          TEXT    NOT NULL,
    url_key      {key}   NOT NULL UNIQUE, -- the canonical address, or feed and guid where there is none
    state        TEXT    NOT NULL,
    note         TEXT    NOT NULL DEFAULT '',
    found_at     BIGINT  NOT NULL,
    published_at BIGINT  NOT NULL,
    modified_at  BIGINT  NOT NULL DEFAULT 0,
    item         TEXT    NOT NULL DEFAULT '{}',
    headline     TEXT    NOT NULL,
    share_title  TEXT    NOT NULL DEFAULT '',
    standfirst   TEXT    NOT NULL DEFAULT '',
    paragraphs   TEXT    NOT NULL DEFAULT '[]',
    authors      TEXT    NOT NULL DEFAULT '[]',
    bodies       TEXT    NOT NULL DEFAULT '[]', -- desks and agencies that the byline names
    credit       TEXT    NOT NULL DEFAULT '[]',
    dateline     TEXT    NOT NULL DEFAULT '{}',
    form         TEXT    NOT NULL,
    section      TEXT    NOT NULL DEFAULT '',
    language     TEXT    NOT NULL DEFAULT '',
    canonical    TEXT    NOT NULL DEFAULT '',
    picture      TEXT    NOT NULL DEFAULT '{}',
    video        TEXT    NOT NULL DEFAULT '{}',
    paywalled    BOOLEAN NOT NULL DEFAULT FALSE,
    origins      TEXT    NOT NULL DEFAULT '{}',
    story_id     BIGINT  NOT NULL DEFAULT 0,
    copy_of      BIGINT  NOT NULL DEFAULT 0,
    revision     INTEGER NOT NULL DEFAULT 1, -- grows with every change that grouping has to look at
    grouped      INTEGER NOT NULL DEFAULT 0  -- the revision that was grouped last
);
CREATE INDEX articles_waiting ON articles (published_at, url_key) WHERE grouped < revision;
CREATE INDEX articles_story ON articles (story_id, published_at);
CREATE INDEX articles_found ON articles (found_at, id);

CREATE TABLE sightings (
    feed_id    BIGINT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    guid       TEXT   NOT NULL,
    article_id BIGINT NOT NULL REFERENCES articles (id),
    first_at   BIGINT NOT NULL,
    PRIMARY KEY (feed_id, guid)
);
CREATE INDEX sightings_article ON sightings (article_id);

CREATE TABLE stories (
    id           BIGINT PRIMARY KEY, -- given by the leader of the grouping
    headline     TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    languages    TEXT    NOT NULL DEFAULT '[]',
    reports      INTEGER NOT NULL DEFAULT 0,
    outlets      INTEGER NOT NULL DEFAULT 0,
    independent  INTEGER NOT NULL DEFAULT 0,
    first_at     BIGINT  NOT NULL DEFAULT 0,
    first_outlet TEXT    NOT NULL DEFAULT '',
    latest_at    BIGINT  NOT NULL DEFAULT 0,
    updated_at   BIGINT  NOT NULL DEFAULT 0,
    forward_to   BIGINT  NOT NULL DEFAULT 0 -- the story it was merged into
);
CREATE INDEX stories_open ON stories (latest_at) WHERE forward_to = 0;
CREATE INDEX stories_merged ON stories (forward_to) WHERE forward_to <> 0;

CREATE TABLE posts (
    id           {id},
    story_id     BIGINT  NOT NULL DEFAULT 0,
    state        TEXT    NOT NULL,
    headline     TEXT    NOT NULL,
    blocks       TEXT    NOT NULL,
    labels       TEXT    NOT NULL DEFAULT '[]',
    slug         TEXT    NOT NULL DEFAULT '',
    year         INTEGER NOT NULL DEFAULT 0,
    month        INTEGER NOT NULL DEFAULT 0,
    version      INTEGER NOT NULL,
    created_at   BIGINT  NOT NULL,
    updated_at   BIGINT  NOT NULL,
    published_at BIGINT  NOT NULL DEFAULT 0,
    editor_id    BIGINT  NOT NULL DEFAULT 0,
    corrections  TEXT    NOT NULL DEFAULT '[]'
);
CREATE UNIQUE INDEX posts_address ON posts (year, month, slug) WHERE slug <> '';
CREATE UNIQUE INDEX posts_story ON posts (story_id) WHERE story_id <> 0;
CREATE INDEX posts_published ON posts (published_at, id) WHERE state = 'published';
CREATE INDEX posts_months ON posts (year, month) WHERE state = 'published';
CREATE INDEX posts_updated ON posts (updated_at, id);
CREATE INDEX posts_state ON posts (state, updated_at, id);

CREATE TABLE revisions (
    id        {id},
    post_id   BIGINT  NOT NULL REFERENCES posts (id),
    version   INTEGER NOT NULL, -- the version it made, or the one it would have made
    lost      BOOLEAN NOT NULL DEFAULT FALSE, -- somebody else was first: kept, not shown
    headline  TEXT    NOT NULL,
    blocks    TEXT    NOT NULL,
    saved_at  BIGINT  NOT NULL,
    editor_id BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX revisions_post ON revisions (post_id, id);

CREATE TABLE labels (
    id       {id},
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE
);

CREATE TABLE post_labels (
    post_id  BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    label_id BIGINT NOT NULL REFERENCES labels (id),
    PRIMARY KEY (post_id, label_id)
);
CREATE INDEX post_labels_label ON post_labels (label_id);

CREATE TABLE comments (
    id      {id},
    post_id BIGINT NOT NULL REFERENCES posts (id),
    token   TEXT   NOT NULL UNIQUE, -- of the form that sent it: one showing, one comment
    name    TEXT   NOT NULL,
    body    TEXT   NOT NULL,
    state   TEXT   NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX comments_post ON comments (post_id, at, id);
CREATE INDEX comments_state ON comments (state, at, id);
CREATE INDEX comments_at ON comments (at, id);

CREATE TABLE events (
    id      {id},
    xid     {xid},
    at      BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    subject BIGINT NOT NULL DEFAULT 0,
    body    TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX events_cursor ON events (xid, id);

CREATE TABLE leases (
    name   TEXT   PRIMARY KEY,
    holder TEXT   NOT NULL,
    epoch  BIGINT NOT NULL,
    until  BIGINT NOT NULL -- by the machine's clock on SQLite, the server's on PostgreSQL
);
