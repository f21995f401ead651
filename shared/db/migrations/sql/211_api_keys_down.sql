-- Keys have no version again.

DROP TRIGGER bump_version ON api_key;
ALTER TABLE api_key DROP CONSTRAINT api_key_name_short;
ALTER TABLE api_key DROP COLUMN version;
