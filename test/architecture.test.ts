/** The rooms of the design as code: who may import whom. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

interface Source {
  readonly path: string;
  readonly imports: readonly { readonly from: string; readonly typeOnly: boolean }[];
}

/** A room and what it may import besides itself. `types:` allows `import type` only. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  'server/core': [],
  'server/config': ['server/core'],
  'server/tap': ['server/core', 'types:server/bus/contract.ts'],
  'server/traffic': ['server/core'],
  'server/bus': ['server/core'],
  'server/analyst': [
    'server/core',
    'server/decoders.ts',
    'server/elapsed.ts',
    'server/bus/inprocess.ts',
    'types:server/bus/contract.ts',
    'server/store/open.ts',
    'types:server/store/contract.ts',
  ],
  'server/store': ['server/core'],
  'server/api': [
    'server/core',
    'server/decoders.ts',
    'server/elapsed.ts',
    'server/store/open.ts',
    'server/store/errors.ts',
    'types:server/store/contract.ts',
  ],
  'server/demo': ['server/core'],
  'server/cli': ['server/'],
  ui: ['types:server/api/contract.ts'],
};

/** Worker entries wire concrete parts together, as cli does; the rest of analyst and api takes them as arguments. */
const wiring = new Set(['server/analyst/worker.ts', 'server/api/worker.ts']);
const forWiringOnly = new Set(['server/store/open.ts', 'server/bus/inprocess.ts']);

function violations(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => source.imports.flatMap((item) => violation(source.path, item)));
}

function violation(path: string, { from, typeOnly }: Source['imports'][number]): string[] {
  const room = Object.keys(rooms).find((name) => path.startsWith(`${name}/`));
  if (room === undefined) return [];
  if (!from.startsWith('.')) {
    const edge = isBuiltin(from) || ['fastify', 'undici', 'kysely', 'better-sqlite3', 'pino'].includes(from);
    return room === 'server/core' && edge ? [`${path} imports ${from}: the core is pure`] : [];
  }
  const target = normalize(join(dirname(path), from));
  if (target.startsWith(`${room}/`)) return [];
  const allowed = (rooms[room] ?? []).some((rule) => {
    const [, types, place = ''] = /^(types:)?(.*)$/.exec(rule) ?? [];
    return (
      (target === place || target.startsWith(place.endsWith('/') ? place : `${place}/`)) &&
      (types === undefined || typeOnly)
    );
  });
  if (!allowed) return [`${path} imports ${target}${typeOnly ? ' (types)' : ''}: ${room} may not`];
  return forWiringOnly.has(target) && room !== 'server/cli' && !wiring.has(path)
    ? [`${path} imports ${target}: only a worker entry or cli wires concrete parts`]
    : [];
}

function read(path: string): Source {
  const text = readFileSync(path, 'utf8');
  const pattern = /^(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
  const imports = [...text.matchAll(pattern)].map(([, type, from = '']) => ({ from, typeOnly: type !== undefined }));
  return { path, imports };
}

const root = join(import.meta.dirname, '..');
const sources = globSync(['server/**/*.ts', 'ui/src/**/*.{ts,tsx}'], { cwd: root }).map((path) => ({
  ...read(join(root, path)),
  path,
}));

test('every import points inward', () => {
  assert.deepEqual(violations(sources), []);
});

test('the check reads the whole tree', () => {
  for (const room of Object.keys(rooms)) {
    assert.ok(
      sources.some(({ path }) => path.startsWith(`${room}/`)),
      `no source in ${room}`,
    );
  }
  const total = sources.reduce((sum, { imports }) => sum + imports.length, 0);
  assert.ok(total > sources.length, 'files without imports: the pattern no longer matches');
});

test('a planted violation is found', () => {
  const planted = (path: string, from: string, typeOnly = false): Source => ({ path, imports: [{ from, typeOnly }] });
  const found = violations([
    planted('server/core/compare/x.ts', 'node:fs'),
    planted('server/core/compare/x.ts', '../../tap/tap.ts'),
    planted('server/tap/x.ts', '../store/open.ts'),
    planted('server/tap/x.ts', '../bus/contract.ts'),
    planted('server/analyst/x.ts', '../store/open.ts'),
    planted('ui/src/x.ts', '../../server/core/exchange.ts', true),
    planted('ui/src/x.ts', '../../server/api/contract.ts'),
    planted('server/traffic/x.ts', '../tap/headers.ts'),
  ]);
  assert.equal(found.length, 8);
});

/** Clocks, chance and the process reach the core as arguments only. */
const impure =
  /\b(?:Date\.now|new Date\(\)|Math\.random|performance\.|process\.|globalThis\.|setTimeout|setImmediate|crypto\.)/;

test('the core has no clock, no randomness and no process', () => {
  const offenders = sources
    .map(({ path }) => path)
    .filter((path) => path.startsWith('server/core/'))
    .filter((path) => impure.test(readFileSync(join(root, path), 'utf8')));
  assert.deepEqual(offenders, []);
  assert.ok(impure.test('const at = Date.now();') && impure.test('return Math.random() < 0.5;'));
});

test('only the configuration reads the environment', () => {
  const readers = sources
    .map(({ path }) => path)
    .filter((path) => path.startsWith('server/') && !path.startsWith('server/config/'))
    .filter((path) => /process\.env/.test(readFileSync(join(root, path), 'utf8')));
  assert.deepEqual(readers, []);
});

test('no modules import each other in a circle', () => {
  const graph = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter((i) => i.from.startsWith('.') && !i.typeOnly).map((i) => normalize(join(dirname(path), i.from))),
    ]),
  );
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(path), `cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' -> ')}`);
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
});
