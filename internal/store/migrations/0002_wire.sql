-- The wire: how feeds ask to be polled, where they move, what editors take from
-- them, hubs, and the versions of articles.

-- +goose Up
ALTER TABLE outlets ADD COLUMN standing TEXT NOT NULL DEFAULT '';
ALTER TABLE outlets ADD COLUMN state_run BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE feeds ADD COLUMN site TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN folder TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN pattern TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN fault_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN failing_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN warning TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN newest_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN asked TEXT NOT NULL DEFAULT '{}';
ALTER TABLE feeds ADD COLUMN rhythm TEXT NOT NULL DEFAULT '[]';
ALTER TABLE feeds ADD COLUMN move TEXT NOT NULL DEFAULT '{}';
ALTER TABLE feeds ADD COLUMN pushed_until BIGINT NOT NULL DEFAULT 0;

ALTER TABLE articles ADD COLUMN muted_by BIGINT NOT NULL DEFAULT 0; -- a rule, or -1 for an ignored outlet
ALTER TABLE articles ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE articles ADD COLUMN content_key TEXT NOT NULL DEFAULT ''; -- outlet and hash of the words, '' when too short
CREATE INDEX articles_content ON articles (content_key) WHERE content_key <> '';

CREATE TABLE versions (
    article_id BIGINT  NOT NULL REFERENCES articles (id),
    version    INTEGER NOT NULL,
    until_at   BIGINT  NOT NULL, -- when the next one was seen
    headline   TEXT    NOT NULL,
    standfirst TEXT    NOT NULL DEFAULT '',
    paragraphs TEXT    NOT NULL DEFAULT '[]',
    PRIMARY KEY (article_id, version)
);

CREATE TABLE rules (
    id       {id},
    feed_id  BIGINT NOT NULL DEFAULT 0, -- 0: all feeds
    action   TEXT   NOT NULL,
    field    TEXT   NOT NULL,
    pattern  TEXT   NOT NULL,
    added_at BIGINT NOT NULL
);

CREATE TABLE subscriptions (
    feed_id  BIGINT  PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
    hub      TEXT    NOT NULL,
    topic    TEXT    NOT NULL,
    token    TEXT    NOT NULL UNIQUE,
    secret   TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    until_at BIGINT  NOT NULL DEFAULT 0,
    next_at  BIGINT  NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    fault    TEXT    NOT NULL DEFAULT '',
    last_at  BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX subscriptions_due ON subscriptions (next_at);
