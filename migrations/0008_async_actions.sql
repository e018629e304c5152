CREATE TABLE `action_chunks` (
	`action_id` text NOT NULL,
	`number` integer NOT NULL,
	`first_line` integer NOT NULL,
	`rows` integer NOT NULL,
	`payload` text NOT NULL,
	PRIMARY KEY(`action_id`, `number`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `action_failures` (
	`action_id` text NOT NULL,
	`line` integer NOT NULL,
	`key` text NOT NULL,
	`source_id` text,
	`errors` text NOT NULL,
	`row` text,
	`text` text,
	PRIMARY KEY(`action_id`, `line`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `async_actions` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`request_id` text NOT NULL,
	`format` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`accepted_at` integer,
	`bytes` integer DEFAULT 0 NOT NULL,
	`rows` integer DEFAULT 0 NOT NULL,
	`chunks` integer DEFAULT 0 NOT NULL,
	`chunk` integer DEFAULT 0 NOT NULL,
	`chunk_row` integer DEFAULT 0 NOT NULL,
	`processed` integer DEFAULT 0 NOT NULL,
	`created` integer DEFAULT 0 NOT NULL,
	`updated` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`failed_chunks` integer DEFAULT 0 NOT NULL,
	`updated_at` integer,
	`finished_at` integer,
	`swept_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `async_actions_id` ON `async_actions` (`id`);--> statement-breakpoint
CREATE INDEX `async_actions_kept` ON `async_actions` (`finished_at`) WHERE swept_at is null;