-- Keys of programs are named by people and revoked at the version that was read.

ALTER TABLE api_key ADD COLUMN version INTEGER DEFAULT 1 NOT NULL;
ALTER TABLE api_key ADD CONSTRAINT api_key_name_short CHECK (char_length(name) <= 200);
CREATE TRIGGER bump_version BEFORE UPDATE ON api_key
    FOR EACH ROW EXECUTE FUNCTION bump_version();
