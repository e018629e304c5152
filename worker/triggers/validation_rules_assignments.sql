-- The new version of the voucher makes a redemption fail that was decided without this rule, and try again.
CREATE TRIGGER validation_rules_assignments_insert AFTER INSERT ON validation_rules_assignments BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'validation_rules_assignments';
  UPDATE validation_rules SET assignments_count = assignments_count + 1 WHERE id = NEW.rule_id;
  UPDATE vouchers SET version = version + 1 WHERE id = NEW.voucher_id;
END;

CREATE TRIGGER validation_rules_assignments_delete AFTER DELETE ON validation_rules_assignments BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'validation_rules_assignments';
  UPDATE validation_rules SET assignments_count = assignments_count - 1 WHERE id = OLD.rule_id;
  UPDATE vouchers SET version = version + 1 WHERE id = OLD.voucher_id;
END;

REPLACE INTO table_counts (name, total)
SELECT 'validation_rules_assignments', count(*) FROM validation_rules_assignments;
