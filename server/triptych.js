#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node must get a sentence, not a syntax error from the first .ts file.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 24 || (major === 24 && minor >= 12)) {
  await import('./main.ts');
} else {
  process.stderr.write(
    `triptych needs Node 24.12 or newer, this is ${process.version}. In a checkout, "npm ci" installs a Node of its own: use "npx triptych ..." or "npm run triptych -- ...".\n`,
  );
  process.exitCode = 3;
}
