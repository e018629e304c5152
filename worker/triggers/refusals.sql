-- A write refuses inside its own batch by inserting its reason here: the trigger raises the reason as the
-- error.
CREATE VIEW refusals AS SELECT NULL AS reason WHERE 0;

CREATE TRIGGER refusals_raise INSTEAD OF INSERT ON refusals BEGIN
  SELECT RAISE(ABORT, NEW.reason);
END;
