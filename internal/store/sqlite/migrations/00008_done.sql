-- +goose Up
ALTER TABLE attempts ADD COLUMN done TEXT NOT NULL DEFAULT '';  -- JSON array of practice ids that were ticked

-- +goose Down
ALTER TABLE attempts DROP COLUMN done;
