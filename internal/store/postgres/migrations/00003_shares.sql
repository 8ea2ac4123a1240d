-- +goose Up
CREATE TABLE resume_codes (
  hash    TEXT   PRIMARY KEY,      -- of the code, which is stored nowhere
  attempt TEXT   NOT NULL UNIQUE,  -- what it opens; goes with it
  expires BIGINT NOT NULL
);
CREATE INDEX resume_codes_expires ON resume_codes (expires);

CREATE TABLE shares (
  id              TEXT   PRIMARY KEY,  -- "shr_…", known to whoever was shown the card
  attempt         TEXT   NOT NULL,     -- whose it is; goes with it
  idempotency_key TEXT   NOT NULL,     -- hash of the key that made it; empty: none was sent
  card            TEXT   NOT NULL,     -- helps, phrase or map
  locale          TEXT   NOT NULL,
  texts           TEXT   NOT NULL,     -- JSON array of what the card says
  area            TEXT   NOT NULL,     -- JSON, where the map's shape lies in coarse steps
  created         BIGINT NOT NULL
);
CREATE INDEX shares_attempt ON shares (attempt);

-- +goose Down
DROP TABLE shares;
DROP TABLE resume_codes;
