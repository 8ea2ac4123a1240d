-- Times are milliseconds since 1970 UTC; 0 means never. Hashes are SHA-256 in
-- base64url without padding. Empty text means none.

-- +goose Up
-- A save rewrites one row forty times in a few minutes and changes no indexed
-- column: room on each page keeps the new row beside the old one.
CREATE TABLE attempts (
  id              TEXT   NOT NULL,  -- "att_…", public; a row keeps it until its erasure was delivered
  status          TEXT   NOT NULL,  -- in_progress, finished or erased
  tokens          TEXT   NOT NULL,  -- hashes of the secrets that open it, 43 characters each, the newest last
  idempotency_key TEXT,             -- hash of the key that created it; NULL: none was sent
  instrument      TEXT   NOT NULL,
  version         TEXT   NOT NULL,  -- content hash, instrument_versions.hash
  form            TEXT   NOT NULL,
  locale          TEXT   NOT NULL,
  topic           TEXT   NOT NULL,
  article         TEXT   NOT NULL,  -- the page that sent the visitor
  consent_version TEXT   NOT NULL,
  consent_locale  TEXT   NOT NULL,
  consent_at      BIGINT NOT NULL,
  relation        TEXT   NOT NULL,  -- current, none or empty
  responses       TEXT   NOT NULL,  -- one character an item: '.' open, '-' declined, '0' and up the raw value
  elapsed         TEXT   NOT NULL,  -- two characters an item: tenths of a second in base 64
  audience        TEXT   NOT NULL,  -- joint, solo or empty
  focus           TEXT   NOT NULL,  -- JSON array of scale ids
  region          TEXT   NOT NULL,  -- ISO 3166 country
  keep            TEXT   NOT NULL,  -- 30d, 12w, 12m or empty
  profile         BYTEA  NOT NULL,  -- JSON, compressed after a byte that says how; written once at finish
  created         BIGINT NOT NULL,
  finished        BIGINT NOT NULL,
  expires         BIGINT NOT NULL   -- from then on the attempt is gone, erased or not yet
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX attempts_id ON attempts (id);
CREATE UNIQUE INDEX attempts_key ON attempts (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX attempts_expires ON attempts (expires) WHERE status <> 'erased';

CREATE TABLE outbox (
  seq          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- the order of delivery
  id           TEXT   NOT NULL UNIQUE,     -- "evt_…", the id under which it is delivered
  type         TEXT   NOT NULL,            -- attempt.started, attempt.finished or attempt.erased
  attempt      TEXT   NOT NULL,            -- id only: what is said of it is read at delivery
  created      BIGINT NOT NULL,
  leased_until BIGINT NOT NULL DEFAULT 0,  -- until then it is another's to deliver
  settled      BIGINT NOT NULL DEFAULT 0   -- when its delivery ended
);
CREATE INDEX outbox_open ON outbox (seq) WHERE settled = 0;
CREATE INDEX outbox_settled ON outbox (settled, seq) WHERE settled > 0;

CREATE TABLE tallies (
  name  TEXT   NOT NULL,  -- what is counted, such as fit.relationship.pattern
  value TEXT   NOT NULL,  -- such as yes, partly or no
  total BIGINT NOT NULL,
  PRIMARY KEY (name, value)
);

CREATE TABLE instrument_versions (
  hash    TEXT   PRIMARY KEY,  -- SHA-256 of the body, in hex
  id      TEXT   NOT NULL,     -- the instrument
  version TEXT   NOT NULL,     -- as its authors number it
  body    TEXT   NOT NULL      -- canonical encoding
);

CREATE TABLE leases (
  job    TEXT   PRIMARY KEY,  -- such as sweep: done by one replica at a time
  holder TEXT   NOT NULL,     -- a replica, by a random name
  until  BIGINT NOT NULL
);

-- +goose Down
DROP TABLE leases;
DROP TABLE instrument_versions;
DROP TABLE tallies;
DROP TABLE outbox;
DROP TABLE attempts;
