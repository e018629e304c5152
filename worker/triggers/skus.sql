-- Search: trigrams find any three characters in a row of the folded texts (see searchText in tables/columns.ts).
-- The index keeps no copy of them. It is rebuilt when it is made, from the rows that are there.
CREATE VIRTUAL TABLE skus_search USING fts5(
  search_text,
  content = 'skus', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);

INSERT INTO skus_search (skus_search) VALUES ('rebuild');

CREATE TRIGGER skus_insert_search AFTER INSERT ON skus BEGIN
  INSERT INTO skus_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;

CREATE TRIGGER skus_update_search AFTER UPDATE OF sku, source_id ON skus
WHEN OLD.search_text <> NEW.search_text BEGIN
  INSERT INTO skus_search (skus_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
  INSERT INTO skus_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;

CREATE TRIGGER skus_delete_search AFTER DELETE ON skus BEGIN
  INSERT INTO skus_search (skus_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
END;

-- Merging metadata is quadratic in its keys. shared/metadata/metadata.ts limits one request, this trigger
-- what requests add up to.
CREATE TRIGGER skus_update_metadata BEFORE UPDATE OF metadata ON skus
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;
