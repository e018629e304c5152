CREATE TABLE `exports` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`exported_object` text NOT NULL,
	`parameters` text NOT NULL,
	`mark` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `exports_id` ON `exports` (`id`);