-- +goose Up
ALTER TABLE attempts ADD COLUMN partner TEXT NOT NULL DEFAULT '';     -- the side of a site that it came through
ALTER TABLE attempts ADD COLUMN unlocked BIGINT NOT NULL DEFAULT 0;   -- when a partner's gate was opened
ALTER TABLE outbox ADD COLUMN partner TEXT NOT NULL DEFAULT '';       -- the attempt's, which an erased one has no more
CREATE INDEX attempts_partner ON attempts (partner, created, id) WHERE partner <> '';

-- How far the attempts of a partner came that are erased: counts alone, by one
-- property at a time, so that they say of nobody what belongs together.
CREATE TABLE funnel (
  partner  TEXT   NOT NULL,
  day      BIGINT NOT NULL,  -- on which they began, in days since 1970 UTC
  property TEXT   NOT NULL,  -- locale, topic, article, or empty: all attempts
  value    TEXT   NOT NULL,  -- of the property
  reached  BIGINT NOT NULL,  -- the last item answered or declined, counted from 1; 0: none
  finished BIGINT NOT NULL,  -- 1: they were finished
  unlocked BIGINT NOT NULL,  -- 1: the partner's gate was opened
  total    BIGINT NOT NULL,
  PRIMARY KEY (partner, property, day, value, reached, finished, unlocked)
);

-- +goose Down
DROP TABLE funnel;
DROP INDEX attempts_partner;
ALTER TABLE outbox DROP COLUMN partner;
ALTER TABLE attempts DROP COLUMN unlocked;
ALTER TABLE attempts DROP COLUMN partner;
