/** `npm run docs`: builds the site into `docs/site/build/pages`, and fails where a link is dead. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSite } from './build.ts';
import { deadLinks } from './dead-links.ts';

/** Compiled, this file is in `docs/site/build/`. */
const BUILD = dirname(fileURLToPath(import.meta.url));
const SITE = join(BUILD, 'pages');

await buildSite(join(BUILD, '..', '..', '..'), SITE);
const dead = deadLinks(SITE);
for (const line of dead) process.stderr.write(`dead link: ${line}\n`);
process.stdout.write(`${join(SITE, 'index.html')}\n`);
if (dead.length > 0) process.exitCode = 1;
