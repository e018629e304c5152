// Loaded before every script (node --import), and plain JavaScript, so that an old Node can read it.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Docket's scripts run on Node 24, which npm installs with the project, but this is ${process.version}.\n` +
      'Run "npm ci" without --ignore-scripts, then start scripts through npm, as in "npm start".',
  );
  process.exit(1);
}
