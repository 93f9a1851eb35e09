-- Tries at a code that are under way (package server/auth) are counted before
-- their outcome is known: how many, and until when they count at the longest.

ALTER TABLE allowance ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE allowance ADD COLUMN held_until BIGINT NOT NULL DEFAULT 0;
