-- Times are milliseconds since 1970 UTC; 0 means never.

-- +goose Up
CREATE TABLE deliveries (
  seq          INTEGER PRIMARY KEY,        -- the order of queueing
  id           TEXT    NOT NULL UNIQUE,    -- the event's, and the webhook-id of every try
  partner      TEXT    NOT NULL,           -- one side of a partner
  type         TEXT    NOT NULL,
  subject      TEXT    NOT NULL,           -- the attempt or lead that it tells of; empty: gone
  happened     BIGINT  NOT NULL,
  state        TEXT    NOT NULL,           -- pending, delivered or failed
  step         INTEGER NOT NULL DEFAULT 0, -- tries since it was queued or replayed
  due          BIGINT  NOT NULL,           -- when the next try may begin
  leased_until BIGINT  NOT NULL DEFAULT 0, -- until then it is another's to try
  ended        BIGINT  NOT NULL DEFAULT 0, -- when it was delivered or given up
  tries        TEXT    NOT NULL DEFAULT '' -- 35 characters each: time, duration, status, fault
);
CREATE INDEX deliveries_due ON deliveries (due, partner) WHERE state = 'pending';
CREATE INDEX deliveries_pending ON deliveries (partner, due) WHERE state = 'pending';
CREATE INDEX deliveries_partner ON deliveries (partner, happened, id);
CREATE INDEX deliveries_ended ON deliveries (ended, seq) WHERE ended > 0;
CREATE INDEX deliveries_subject ON deliveries (subject) WHERE subject <> '';
CREATE INDEX deliveries_erased ON deliveries (subject) WHERE type = 'attempt.erased' AND subject <> '';

CREATE TABLE endpoints (
  partner TEXT PRIMARY KEY, -- whose endpoint answered 410
  url     TEXT NOT NULL     -- SHA-256 of its URL in base64url: another URL is not disabled
) WITHOUT ROWID;

-- +goose Down
DROP TABLE endpoints;
DROP TABLE deliveries;
