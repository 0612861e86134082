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
ALTER TABLE feeds ADD COLUMN rhythm_at BIGINT NOT NULL DEFAULT 0; -- the time that its counts hold for
ALTER TABLE feeds ADD COLUMN stood TEXT NOT NULL DEFAULT ''; -- hash of all items that stood in it at the last poll
ALTER TABLE feeds ADD COLUMN taken_from BIGINT NOT NULL DEFAULT 0; -- after a flood: older items are not taken
ALTER TABLE feeds ADD COLUMN move TEXT NOT NULL DEFAULT '{}';
ALTER TABLE feeds ADD COLUMN pushed_until BIGINT NOT NULL DEFAULT 0;

ALTER TABLE articles ADD COLUMN muted_by BIGINT NOT NULL DEFAULT 0; -- a rule, -1 for an ignored outlet, -2 when joined
ALTER TABLE articles ADD COLUMN joined_to BIGINT NOT NULL DEFAULT 0; -- the article that this one turned out to be
CREATE INDEX articles_joined ON articles (joined_to) WHERE joined_to <> 0;
ALTER TABLE articles ADD COLUMN read_due BIGINT NOT NULL DEFAULT 0; -- the latest reading that a change called for
ALTER TABLE articles ADD COLUMN read_idle INTEGER NOT NULL DEFAULT 0; -- readings in a row that changed nothing
ALTER TABLE articles ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE articles ADD COLUMN content_key TEXT NOT NULL DEFAULT ''; -- outlet and hash of the words, '' when too short
CREATE INDEX articles_content ON articles (content_key) WHERE content_key <> '';
CREATE INDEX articles_muted ON articles (muted_by, found_at) WHERE muted_by <> 0;
CREATE INDEX articles_feed ON articles (feed_id, found_at);
CREATE INDEX articles_outlet ON articles (outlet_id, found_at);
DROP INDEX articles_story;
CREATE INDEX articles_story ON articles (story_id, published_at) WHERE story_id <> 0;

-- Further addresses under which an article is known.
CREATE TABLE addresses (
    url_key    {key}  PRIMARY KEY,
    article_id BIGINT NOT NULL REFERENCES articles (id)
);
CREATE INDEX addresses_article ON addresses (article_id);

ALTER TABLE sightings ADD COLUMN words BIGINT NOT NULL DEFAULT 0; -- hash of the item's words, 0 when not known

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
    last_at  BIGINT  NOT NULL DEFAULT 0, -- the hub's last word,
    thin_at  BIGINT  NOT NULL DEFAULT 0, -- and its last that only said that there is something
    missed_at BIGINT NOT NULL DEFAULT 0  -- when a poll found what the hub had not told
);
CREATE INDEX subscriptions_due ON subscriptions (next_at);
