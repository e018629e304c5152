-- Lists say how many products there are without counting them.
CREATE TRIGGER products_insert_count AFTER INSERT ON products BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'products';
END;

CREATE TRIGGER products_delete_count AFTER DELETE ON products BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'products';
END;

REPLACE INTO table_counts (name, total) SELECT 'products', count(*) FROM products;

-- Search: trigrams find any three characters in a row of the folded texts (see searchText in tables/columns.ts).
-- The index keeps no copy of them. It is rebuilt when it is made, from the rows that are there.
CREATE VIRTUAL TABLE products_search USING fts5(
  search_text,
  content = 'products', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);

INSERT INTO products_search (products_search) VALUES ('rebuild');

CREATE TRIGGER products_insert_search AFTER INSERT ON products BEGIN
  INSERT INTO products_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;

CREATE TRIGGER products_update_search AFTER UPDATE OF name, source_id ON products
WHEN OLD.search_text <> NEW.search_text BEGIN
  INSERT INTO products_search (products_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
  INSERT INTO products_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;

CREATE TRIGGER products_delete_search AFTER DELETE ON products BEGIN
  INSERT INTO products_search (products_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
END;

-- Merging metadata is quadratic in its keys. shared/metadata/metadata.ts limits one request, this trigger
-- what requests add up to.
CREATE TRIGGER products_update_metadata BEFORE UPDATE OF metadata ON products
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;
