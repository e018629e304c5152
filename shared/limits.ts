import { DAY, HOUR, MINUTE, SECOND } from './durations.ts';

/*
 * Every limit that two files or a page of docs repeat. A comment names the unit and who set the number: Docket,
 * D1, SQLite or Voucherify. test/rules/limits.test.ts compares the docs with these.
 */

const MIB = 1024 * 1024;

/* Requests. */

/** Bytes of a JSON body, and of a row of an import, which could have been one. Docket. */
export const MAX_BODY_BYTES = MIB;

/**
 * Levels that a JSON body, or a row of an import, is nested: enough for an order, its lines and their metadata, and
 * little enough for whatever goes down into it. Docket.
 */
export const MAX_JSON_DEPTH = 50;

/** Parameters of a query. Docket. */
export const MAX_QUERY_PARAMETERS = 200;

/** Characters of a source_id, a code, an idempotency key, or a name. Docket. */
export const MAX_IDENTIFIER_LENGTH = 255;

/** Characters of a text, such as a person's name, and of a key of metadata. Docket. */
export const MAX_TEXT_LENGTH = 1024;

/** Errors that a refusal reports: from the database they travel as the text of one. Docket. */
export const MAX_REPORTED_ERRORS = 100;

/** Milliseconds for which a reply is kept for its idempotency key. Docket. */
export const IDEMPOTENCY_WINDOW = DAY;

/** Milliseconds that a given `created_at` may lie ahead of the server's clock. Docket. */
export const MAX_CLOCK_LEAD = DAY;

/** Milliseconds for which an isolate trusts its copy of a key or a metadata schema. Docket. */
export const ISOLATE_CACHE_TTL = 25 * SECOND;

/* Stored values. */

/** Bytes of a value that D1 binds, stores or returns. D1. */
export const MAX_D1_VALUE_BYTES = 2_000_000;

/** Bytes of a row's JSON, such as an order's items and metadata; D1's row has room for the rest. Docket. */
export const MAX_ROW_JSON_BYTES = 1_900_000;

/** Lines of an order. Docket. */
export const MAX_ORDER_ITEMS = 2000;

/** Characters of JSON of an order's redemptions, with as much again for their rollbacks. Docket. */
export const MAX_REDEMPTIONS_LENGTH = 25_000;

/** Keys of metadata: merging is quadratic in them. Docket; triggers enforce it after a merge. */
export const MAX_METADATA_KEYS = 500;

/** Levels that metadata is nested: SQLite parses 1,000, and nobody reads more than these. Docket. */
export const MAX_METADATA_DEPTH = 32;

/** Definitions of a metadata schema, and of a request that changes one. Docket. */
export const MAX_DEFINITIONS = 100;

/** SKUs that a product's reply shows. Docket. */
export const MAX_SHOWN_SKUS = 100;

/* Vouchers. */

/** Redeemables of a stack. Voucherify. */
export const MAX_REDEEMABLES = 30;

/** The most that Voucherify says of exclusive redeemables of a stack; its clients refuse a reply with more. Voucherify. */
export const MAX_EXCLUSIVE_REDEEMABLES = 5;

/** Rules of a validation rule; those within a rule are a set of their own. Docket. */
export const MAX_RULES = 50;

/** Bytes of a validation rule: all of a voucher are read as one value. Docket. */
export const MAX_RULE_BYTES = 64_000;

/** Validation rules that a voucher may require. Docket. */
export const MAX_RULES_OF_VOUCHER = 20;

/** Characters of a validation rule's logic. Docket. */
export const MAX_LOGIC_LENGTH = 4000;

/** Levels of parentheses in a validation rule's logic. Docket. */
export const MAX_LOGIC_DEPTH = 20;

/** Tries of a redemption or rollback that another request overtakes. Docket. */
export const MAX_REDEMPTION_TRIES = 20;

/* Lists, searches and segments. */

/** Rows of a page. Voucherify. */
export const MAX_PAGE_ROWS = 100;

/** Rows of a page where the request does not say. Voucherify. */
export const DEFAULT_PAGE_ROWS = 10;

/** Characters of a cursor: of one by name, which may have 1,024, as JSON and in base64. Docket. */
export const MAX_CURSOR_LENGTH = 10_000;

/** `page` x `limit`; a cursor reaches any depth. Docket. */
export const MAX_PAGED = 10_000;

/** Rows that a total counts. Docket. */
export const MAX_COUNTED = 10_000;

/** Operators in one expression: what one D1 statement can bind. Docket. */
export const MAX_CONDITIONS = 20;

/** Values of one operator, of filters, validation rules and metadata schemas alike. Docket. */
export const MAX_VALUES = 100;

/** Rows that a search takes from the index; what is left out is the oldest. Docket. */
export const MAX_CANDIDATES = 200;

/** Customers whose orders a search of orders looks at, and orders that it finds by source_id; the newest. Docket. */
export const MAX_FOUND = 100;

/** Orders that these customers share: the newest of each. Docket. */
export const MAX_ORDERS_OF_FOUND = 300;

/** Customers made in one moment that a page by `starting_after` answers together. Docket. */
export const MAX_OF_MOMENT = 1000;

/** Segments of a deployment: membership of a customer evaluates each. Docket. */
export const MAX_SEGMENTS = 500;

/** Customers of a static segment: a page of its list reads all of them. Docket. */
export const MAX_SEGMENT_CUSTOMERS = 10_000;

/** Characters of a segment's filter as JSON. Docket. */
export const MAX_SEGMENT_FILTER_LENGTH = 32_000;

/* Imports and asynchronous actions. */

/** Bytes of an array, which is held in memory. Docket. */
export const MAX_ARRAY_BYTES = 5 * MIB;

/** Elements of an array. Docket; Voucherify's contract says 2,000. */
export const MAX_ARRAY_ELEMENTS = 10_000;

/** Bytes of a file in a form. Docket. */
export const MAX_FORM_BYTES = 10 * MIB;

/** Bytes of a stream, and of source_ids together with the copies of their metadata. Docket. */
export const MAX_STREAM_BYTES = 100 * MIB;

/** Rows of an import: the request that stores their chunks may run 1,000 queries. Docket, for D1. */
export const MAX_IMPORT_ROWS = 300_000;

/** Columns of a CSV file, and cells of a row: 500 keys of metadata and every field. Docket. */
export const MAX_CSV_COLUMNS = 600;

/** Rows of a chunk, which is written in one batch. Docket. */
export const MAX_CHUNK_ROWS = 200;

/** Failed rows that an action shows by itself. Docket. */
export const FAILURES_SHOWN = 20;

/** Milliseconds without progress until an action is called stuck: three runs of the schedule. Docket. */
export const STUCK_AFTER = 15 * MINUTE;

/** Milliseconds for which payloads and failures are kept after an action's end. Docket. */
export const PAYLOADS_KEPT = 7 * DAY;

/** Milliseconds for which a payload is kept that was never accepted. Docket. */
export const UNACCEPTED_KEPT = DAY;

/** Steps that one scheduled run may spend on a kind of removal; the next run goes on. Docket. */
export const MAX_SWEEP_STEPS = 100;

/* Exports. */

/** Columns of a file. Docket. */
export const MAX_COLUMNS = 100;

/** Characters of the columns' names together, as JSON escapes them: D1 takes statements of 100,000 bytes. Docket, for D1. */
export const MAX_COLUMN_NAMES_LENGTH = 4000;

/** Rows that one query of an export reads: 5,000,000 orders fit into D1's 1,000 queries a request. Docket. */
export const MAX_EXPORT_PAGE_ROWS = 6000;

/** Rows whose metadata `usage=true` reads. Docket. */
export const MAX_USAGE_ROWS = 500;

/** Bytes of a row's metadata that `usage=true` reads. Docket. */
export const MAX_USAGE_BYTES = 10_000;

/** Keys of metadata that `usage=true` answers. Docket. */
export const MAX_USAGE_KEYS = 200;

/* The panel. */

/** Milliseconds until a change of a form is stored. Docket. */
export const DRAFT_STORE_DELAY = 200;

/** Milliseconds between tries to send what waits, while the panel is open. Docket. */
export const OUTBOX_INTERVAL = 10 * SECOND;

/** Milliseconds for which the panel relies on an idempotency key: an hour less, for slow clocks. Docket. */
export const IDEMPOTENCY_RELIED_ON = IDEMPOTENCY_WINDOW - HOUR;

/** Rows that the panel reads at once of a list. Docket. */
export const PANEL_PAGE_ROWS = 50;
