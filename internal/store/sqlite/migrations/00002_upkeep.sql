-- +goose Up
-- Profiles written from here on are compressed; those that are there stay as
-- they are and are read as before.

CREATE TABLE leases (
  job    TEXT   PRIMARY KEY,  -- such as sweep: done by one replica at a time
  holder TEXT   NOT NULL,     -- a replica, by a random name
  until  BIGINT NOT NULL      -- milliseconds since 1970 UTC
) WITHOUT ROWID;

CREATE INDEX outbox_settled ON outbox (settled, seq) WHERE settled > 0;

-- +goose Down
DROP INDEX outbox_settled;
DROP TABLE leases;
