-- A later segment may get the same seq, and must not inherit its members.
CREATE TRIGGER segments_delete_customers AFTER DELETE ON segments BEGIN
  DELETE FROM segment_customers WHERE segment_seq = OLD.seq;
END;
