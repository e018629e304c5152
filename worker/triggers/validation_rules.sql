-- Lists say how many rules there are without counting them.
CREATE TRIGGER validation_rules_insert_count AFTER INSERT ON validation_rules BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'validation_rules';
END;

CREATE TRIGGER validation_rules_delete_count AFTER DELETE ON validation_rules BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'validation_rules';
END;

REPLACE INTO table_counts (name, total) SELECT 'validation_rules', count(*) FROM validation_rules;
