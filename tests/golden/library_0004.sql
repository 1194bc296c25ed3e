-- The tables of a library as Bernard made it before standings (catalogue 0004, record 0003).
CREATE TABLE catalogue_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT catalogue_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE collections (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_collections PRIMARY KEY (id), 
	CONSTRAINT uq_collections_name UNIQUE (name)
);
CREATE TABLE vectors (
	model VARCHAR NOT NULL, 
	text_hash VARCHAR NOT NULL, 
	dimension INTEGER NOT NULL, 
	vector BLOB NOT NULL, 
	CONSTRAINT pk_vectors PRIMARY KEY (model, text_hash)
);
CREATE TABLE documents (
	id INTEGER NOT NULL, 
	collection_id INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, superseded_by INTEGER, 
	CONSTRAINT pk_documents PRIMARY KEY (id), 
	CONSTRAINT fk_documents_collection_id FOREIGN KEY(collection_id) REFERENCES collections (id), 
	CONSTRAINT uq_documents_collection_id_source UNIQUE (collection_id, source)
);
CREATE TABLE indexes (
	collection_id INTEGER NOT NULL, 
	model VARCHAR NOT NULL, 
	chroma_name VARCHAR NOT NULL, 
	written INTEGER NOT NULL, 
	CONSTRAINT pk_indexes PRIMARY KEY (collection_id, model), 
	CONSTRAINT fk_indexes_collection_id FOREIGN KEY(collection_id) REFERENCES collections (id)
);
CREATE TABLE jobs (
	id INTEGER NOT NULL, 
	batch VARCHAR NOT NULL, 
	collection_id INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	file_name VARCHAR NOT NULL, 
	content_hash VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	effective_from DATE, 
	review_by DATE, 
	replaces INTEGER, 
	added_by VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	done INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	warnings JSON NOT NULL, 
	document_id INTEGER, 
	version_id INTEGER, 
	characters INTEGER NOT NULL, 
	passages INTEGER NOT NULL, 
	seconds DOUBLE NOT NULL, 
	tries INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_jobs PRIMARY KEY (id), 
	CONSTRAINT fk_jobs_collection_id FOREIGN KEY(collection_id) REFERENCES collections (id)
);
CREATE INDEX ix_jobs_batch ON jobs (batch);
CREATE INDEX ix_jobs_state ON jobs (state);
CREATE TABLE versions (
	id INTEGER NOT NULL, 
	document_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	content_hash VARCHAR NOT NULL, 
	text_hash VARCHAR NOT NULL, 
	file_name VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	characters INTEGER NOT NULL, 
	passages INTEGER NOT NULL, 
	effective_from DATE, 
	review_by DATE, 
	warnings JSON NOT NULL, 
	loaded_by VARCHAR NOT NULL, 
	loaded_at DATETIME NOT NULL, 
	text VARCHAR NOT NULL, 
	blocks JSON NOT NULL, 
	CONSTRAINT pk_versions PRIMARY KEY (id), 
	CONSTRAINT fk_versions_document_id FOREIGN KEY(document_id) REFERENCES documents (id), 
	CONSTRAINT uq_versions_document_id_number UNIQUE (document_id, number)
);
CREATE INDEX ix_versions_content_hash ON versions (content_hash);
CREATE INDEX ix_versions_text_hash ON versions (text_hash);
CREATE UNIQUE INDEX uq_versions_in_force ON versions (document_id) WHERE state = 'published';
CREATE TABLE passages (
	id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	page INTEGER, 
	heading_path JSON NOT NULL, 
	context VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	embedded_hash VARCHAR NOT NULL, 
	CONSTRAINT pk_passages PRIMARY KEY (id), 
	CONSTRAINT fk_passages_version_id FOREIGN KEY(version_id) REFERENCES versions (id)
);
CREATE INDEX ix_passages_embedded_hash ON passages (embedded_hash);
CREATE INDEX ix_passages_version_id ON passages (version_id);
CREATE VIRTUAL TABLE words USING fts5(
    title, headings, body, collection_id UNINDEXED,
    tokenize = "porter unicode61 remove_diacritics 2"
);
CREATE TABLE glossary (
	id INTEGER NOT NULL, 
	short VARCHAR NOT NULL, 
	folded VARCHAR NOT NULL, 
	long VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	version_id INTEGER, 
	start INTEGER, 
	"end" INTEGER, 
	changed_by VARCHAR NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_glossary PRIMARY KEY (id), 
	CONSTRAINT fk_glossary_version_id FOREIGN KEY(version_id) REFERENCES versions (id), 
	CONSTRAINT uq_glossary_folded_key UNIQUE (folded, "key")
);
CREATE INDEX ix_glossary_key ON glossary ("key");
CREATE TABLE glossary_sightings (
	version_id INTEGER NOT NULL, 
	folded VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	short VARCHAR NOT NULL, 
	long VARCHAR NOT NULL, 
	count INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	CONSTRAINT pk_glossary_sightings PRIMARY KEY (version_id, folded, "key"), 
	CONSTRAINT fk_glossary_sightings_version_id FOREIGN KEY(version_id) REFERENCES versions (id)
);
CREATE INDEX ix_glossary_sightings_folded ON glossary_sightings (folded);
CREATE INDEX ix_glossary_sightings_key ON glossary_sightings ("key");
CREATE TABLE statements (
	version_id INTEGER NOT NULL, 
	field VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	changed_by VARCHAR NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_statements PRIMARY KEY (version_id, field), 
	CONSTRAINT fk_statements_version_id FOREIGN KEY(version_id) REFERENCES versions (id)
);
CREATE TABLE conflicts (
	id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	one_version_id INTEGER NOT NULL, 
	one_start INTEGER NOT NULL, 
	one_end INTEGER NOT NULL, 
	other_version_id INTEGER NOT NULL, 
	other_start INTEGER NOT NULL, 
	other_end INTEGER NOT NULL, 
	why VARCHAR NOT NULL, 
	dismissed_by VARCHAR NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_conflicts PRIMARY KEY (id), 
	CONSTRAINT fk_conflicts_one_version_id FOREIGN KEY(one_version_id) REFERENCES versions (id), 
	CONSTRAINT fk_conflicts_other_version_id FOREIGN KEY(other_version_id) REFERENCES versions (id), 
	CONSTRAINT uq_conflicts_key UNIQUE ("key")
);
CREATE INDEX ix_conflicts_one_version_id ON conflicts (one_version_id);
CREATE INDEX ix_conflicts_other_version_id ON conflicts (other_version_id);
CREATE TABLE conflicts_looked (
	version_id INTEGER NOT NULL, 
	rules INTEGER NOT NULL, 
	CONSTRAINT pk_conflicts_looked PRIMARY KEY (version_id), 
	CONSTRAINT fk_conflicts_looked_version_id FOREIGN KEY(version_id) REFERENCES versions (id)
);
CREATE TABLE record_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT record_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE conversations (
	id VARCHAR NOT NULL, 
	reader VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_conversations PRIMARY KEY (id)
);
CREATE INDEX ix_conversations_reader ON conversations (reader);
CREATE TABLE exchanges (
	id INTEGER NOT NULL, 
	conversation_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	question VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	partial VARCHAR NOT NULL, 
	answer JSON, 
	asked_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT pk_exchanges PRIMARY KEY (id), 
	CONSTRAINT fk_exchanges_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE, 
	CONSTRAINT uq_exchanges_conversation_id_ordinal UNIQUE (conversation_id, ordinal)
);
CREATE TABLE model_usage (
	reader VARCHAR NOT NULL, 
	day DATE NOT NULL, 
	tokens INTEGER NOT NULL, 
	cost_millionths INTEGER NOT NULL, 
	CONSTRAINT pk_model_usage PRIMARY KEY (reader, day)
);
CREATE TABLE gaps (
	id INTEGER NOT NULL, 
	exchange_id INTEGER, 
	question VARCHAR NOT NULL, 
	missing VARCHAR NOT NULL, 
	reader VARCHAR NOT NULL, 
	told_at DATETIME NOT NULL, 
	collection_id INTEGER, 
	owner VARCHAR NOT NULL, 
	nearest JSON NOT NULL, 
	done_at DATETIME, 
	done_by VARCHAR NOT NULL, 
	CONSTRAINT pk_gaps PRIMARY KEY (id), 
	CONSTRAINT fk_gaps_exchange_id FOREIGN KEY(exchange_id) REFERENCES exchanges (id) ON DELETE SET NULL, 
	CONSTRAINT uq_gaps_exchange_id UNIQUE (exchange_id)
);
INSERT INTO catalogue_version VALUES ('0004');
INSERT INTO record_version VALUES ('0003');
