-- +goose Up
-- A code is removed when it is spent, so that nothing links it to an attempt.
CREATE TABLE gate_codes (
  hash    TEXT   PRIMARY KEY,  -- SHA-256 in base64url
  partner TEXT   NOT NULL,     -- the side whose playbooks it opens
  expires BIGINT NOT NULL
);
CREATE INDEX gate_codes_expires ON gate_codes (expires);

CREATE TABLE gate_batches (
  key     TEXT   PRIMARY KEY,  -- hash of what names the call that minted them
  codes   BIGINT NOT NULL,     -- how many there were
  expires BIGINT NOT NULL
);
CREATE INDEX gate_batches_expires ON gate_batches (expires);

CREATE TABLE letters (
  id           TEXT   PRIMARY KEY,         -- "let_…"
  attempt      TEXT   NOT NULL,            -- whose playbook goes out
  address      TEXT   NOT NULL,            -- stands here until the letter has gone, and nowhere else
  created      BIGINT NOT NULL,
  due          BIGINT NOT NULL,
  leased_until BIGINT NOT NULL DEFAULT 0,  -- until then it is another's to send
  tries        BIGINT NOT NULL DEFAULT 0   -- that failed
);
CREATE INDEX letters_due ON letters (due);
CREATE INDEX letters_attempt ON letters (attempt);

-- Random ids and whole hours: neither order nor time leads to an attempt.
CREATE TABLE leads (
  id      TEXT   PRIMARY KEY,  -- "evt_…", the id under which it is delivered
  partner TEXT   NOT NULL,
  address TEXT   NOT NULL,     -- whose owner agreed that the partner may write to it
  locale  TEXT   NOT NULL,
  consent TEXT   NOT NULL,     -- version of the text that was agreed to
  due     BIGINT NOT NULL,     -- the full hour after it
  queued  BIGINT NOT NULL DEFAULT 0  -- 1: its delivery was queued
);
CREATE INDEX leads_due ON leads (due);

-- +goose Down
DROP TABLE leads;
DROP TABLE letters;
DROP TABLE gate_batches;
DROP TABLE gate_codes;
