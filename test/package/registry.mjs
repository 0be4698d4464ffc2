/**
 * `registry.mjs COMMAND...`: a registry of the packages that lie in /packages, as installed from its package-lock.json, and beside it those in
 * /packages/own; the command runs with npm's settings for it. What it has not got is 404, as of any registry. Nothing is fetched.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';

const PACKAGES = '/packages';
const tar = createRequire(join(PACKAGES, 'node_modules', 'x'))('tar-stream');
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** The folder of each package by `name@version`. */
const folders = new Map();
for (const place of Object.keys(json(join(PACKAGES, 'package-lock.json')).packages)) add(join(PACKAGES, place));
for (const place of readdirSync(join(PACKAGES, 'own'))) add(join(PACKAGES, 'own', place));

function add(folder) {
  if (folder === PACKAGES || !existsSync(join(folder, 'package.json'))) return;
  const { name, version } = json(join(folder, 'package.json'));
  folders.set(`${name}@${version}`, folder);
}

/** What a registry says of all versions of a package. */
function about(name, origin) {
  const found = [...folders]
    .filter(([key]) => key.slice(0, key.lastIndexOf('@')) === name)
    .map(([, folder]) => json(join(folder, 'package.json')));
  if (found.length === 0) return undefined;
  const versions = found.map((manifest) => {
    const tarball = `${origin}/-/tarball/${encodeURIComponent(`${name}@${manifest.version}`)}`;
    return [manifest.version, { ...manifest, dist: { tarball } }];
  });
  return { name, 'dist-tags': { latest: found.at(-1).version }, versions: Object.fromEntries(versions) };
}

function tarballOf(folder) {
  const pack = tar.pack();
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name);
    const { mode } = statSync(path);
    if (name.split('/').includes('node_modules') || !statSync(path).isFile()) continue;
    pack.entry({ name: `package/${name}`, mode }, readFileSync(path));
  }
  pack.finalize();
  return pack.pipe(createGzip({ level: 1 }));
}

const server = createServer((request, response) => {
  const [path] = decodeURIComponent(request.url).split('?');
  const folder = folders.get(path.replace('/-/tarball/', ''));
  const said = folder === undefined ? about(path.slice(1), `http://${request.headers.host}`) : undefined;
  response.statusCode = folder === undefined && said === undefined ? 404 : 200;
  if (folder !== undefined) tarballOf(folder).pipe(response);
  else response.end(JSON.stringify(said ?? { error: 'not found' }));
});
server.listen(0, '127.0.0.1', () => {
  const registry = `http://127.0.0.1:${server.address().port}`;
  const [command, ...args] = process.argv.slice(2);
  const env = { ...process.env, npm_config_registry: registry, npm_config_audit: 'false', npm_config_fund: 'false' };
  spawn(command, args, { env, stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 70));
});
