-- Search: trigrams find any three characters in a row, whatever their case and accents. The index keeps no
-- copy of the text. It is rebuilt when it is made, from the rows that are there.
CREATE VIRTUAL TABLE skus_search USING fts5(
  sku, source_id,
  content = 'skus', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);

INSERT INTO skus_search (skus_search) VALUES ('rebuild');

CREATE TRIGGER skus_insert_search AFTER INSERT ON skus BEGIN
  INSERT INTO skus_search (rowid, sku, source_id) VALUES (NEW.seq, NEW.sku, NEW.source_id);
END;

CREATE TRIGGER skus_update_search AFTER UPDATE OF sku, source_id ON skus
WHEN OLD.sku IS NOT NEW.sku OR OLD.source_id IS NOT NEW.source_id BEGIN
  INSERT INTO skus_search (skus_search, rowid, sku, source_id)
  VALUES ('delete', OLD.seq, OLD.sku, OLD.source_id);
  INSERT INTO skus_search (rowid, sku, source_id) VALUES (NEW.seq, NEW.sku, NEW.source_id);
END;

CREATE TRIGGER skus_delete_search AFTER DELETE ON skus BEGIN
  INSERT INTO skus_search (skus_search, rowid, sku, source_id)
  VALUES ('delete', OLD.seq, OLD.sku, OLD.source_id);
END;

-- Merging metadata is quadratic in its keys. shared/metadata/metadata.ts limits one request, this trigger
-- what requests add up to.
CREATE TRIGGER skus_update_metadata BEFORE UPDATE OF metadata ON skus
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;
