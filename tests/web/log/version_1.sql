CREATE TABLE schema_version (
    id INTEGER NOT NULL PRIMARY KEY, version INTEGER NOT NULL, checked TIMESTAMP NOT NULL);
INSERT INTO schema_version VALUES (1, 1, '2026-01-02 03:04:05');
CREATE TABLE conversations (id VARCHAR(32) NOT NULL PRIMARY KEY, created TIMESTAMP NOT NULL);
CREATE INDEX ix_conversations_created ON conversations (created);
CREATE TABLE erasures (
    receipt VARCHAR(20) NOT NULL PRIMARY KEY, time TIMESTAMP NOT NULL,
    conversation_id VARCHAR(32), finished TIMESTAMP);
CREATE INDEX ix_erasures_conversation_id ON erasures (conversation_id);
CREATE TABLE turns (
    number NUMBER PRIMARY KEY, conversation_id VARCHAR(32) NOT NULL REFERENCES conversations (id),
    client_id VARCHAR(36) NOT NULL, digest VARCHAR(64) NOT NULL, state VARCHAR(8) NOT NULL,
    created TIMESTAMP NOT NULL, finished TIMESTAMP, understanding JSON,
    UNIQUE (conversation_id, client_id));
CREATE TABLE incidents (
    number NUMBER PRIMARY KEY, time TIMESTAMP NOT NULL, kind VARCHAR(20) NOT NULL,
    conversation_id VARCHAR(32) REFERENCES conversations (id));
CREATE INDEX ix_incidents_conversation_id ON incidents (conversation_id);
CREATE INDEX ix_incidents_time ON incidents (time);
CREATE TABLE messages (
    number NUMBER PRIMARY KEY, id VARCHAR(36) NOT NULL UNIQUE,
    conversation_id VARCHAR(32) NOT NULL REFERENCES conversations (id),
    turn_number BIGINT REFERENCES turns (number), author VARCHAR(9) NOT NULL,
    time TIMESTAMP NOT NULL, kind VARCHAR(14) NOT NULL, text TEXT NOT NULL, details JSON NOT NULL);
CREATE INDEX messages_in_order ON messages (conversation_id, number);
CREATE INDEX ix_messages_turn_number ON messages (turn_number);
