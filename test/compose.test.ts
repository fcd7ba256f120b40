/** `docker compose up`, as far as it can be held without a container engine. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { commandMistakes, dockerfileMistakes, readCommandLine, schemaMistakes, servicesOf } from './support/compose.ts';

const root = join(import.meta.dirname, '..');
const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const ignored = readFileSync(join(root, '.dockerignore'), 'utf8');

function serviceOf(text: string, name: string) {
  const service = servicesOf(text)[name];
  assert.ok(service, `there is no service ${name}`);
  return service;
}

/** A test that replaces what is not there would prove nothing. */
function replaced(text: string, what: string, by: string): string {
  assert.ok(text.includes(what), `${what} is no longer there`);
  return text.replaceAll(what, by);
}

describe('docker-compose.yml', () => {
  test('conforms to the compose specification', () => {
    assert.deepEqual(schemaMistakes(compose), []);
  });

  for (const name of ['demo', 'serve']) {
    test(`tells ${name} what its command line understands, on the ports that are published`, async () => {
      const service = serviceOf(compose, name);
      assert.deepEqual(await commandMistakes(service), []);
      assert.equal((await readCommandLine(service.command)).command, name);
    });
  }

  test('has no service that is not checked here', () => {
    assert.deepEqual(Object.keys(servicesOf(compose)), ['demo', 'serve']);
  });

  test('keeps what serve stores in a volume', async () => {
    const { config } = await readCommandLine(serviceOf(compose, 'serve').command);
    assert.equal(config.db, '/data/triptych.db');
    assert.match(compose, /results:\/data/);
  });
});

describe('a mistake in docker-compose.yml is found', () => {
  const schemaTable = [
    ['an unknown key', 'init: true', 'initt: true', /initt/],
    ['a key of the wrong type', 'read_only: true', 'read_only: [1]', /read_only/],
    ['a command that YAML reads as an object', '- --host=0.0.0.0', '- --host: 0.0.0.0', /command/],
  ] as const;
  for (const [mistake, what, by, said] of schemaTable) {
    test(mistake, () => assert.match(schemaMistakes(replaced(compose, what, by)).join('\n'), said));
  }

  const commandTable = [
    ['an unknown command', 'command: [demo,', 'command: [demon,', /unknown command 'demon'/],
    ['an unknown flag', "--dashboard-port, '8888'", "--dash-port, '8888'", /unknown option '--dash-port'/],
    ['a value that the setting refuses', "--port, '8880'", "--port, '88800'", /expected a port/],
    ['a port that is not published', "--port, '8880'", "--port, '8881'", /port 8881 is not published/],
    ['a port that is not given', ", --dashboard-port, '8888'", '', /dashboard_port is not given/],
    ['a listener that only the container reaches', '--host, 0.0.0.0', '--host, 127.0.0.1', /127\.0\.0\.1/],
    ['a health check of another port', '8888/healthz', '8889/healthz', /8889/],
  ] as const;
  for (const [mistake, what, by, said] of commandTable) {
    test(mistake, async () => {
      const mistakes = await commandMistakes(serviceOf(replaced(compose, what, by), 'demo'));
      assert.match(mistakes.join('\n'), said);
    });
  }
});

test('the Dockerfile copies what exists, runs what it copied, pins its base and gives up root', () => {
  assert.deepEqual(dockerfileMistakes(dockerfile, ignored, root), []);
});

describe('a mistake in the Dockerfile is found', () => {
  const table = [
    ['a source that does not exist', 'COPY server ./server', 'COPY servers ./server', 'servers does not exist'],
    [
      'an entry point that does not exist',
      'main.ts',
      'start.ts',
      'the entry point /app/server/start.ts is not in the image',
    ],
    [
      'an entry point that is not copied',
      '/app/server/main.ts',
      '/srv/main.ts',
      'the entry point /srv/main.ts is not in the image',
    ],
    ['a base that moves', 'node:26-slim', 'node:latest', 'node:latest is not pinned'],
    ['root', 'USER node', 'USER root', 'runs as root'],
  ] as const;
  for (const [mistake, what, by, said] of table) {
    test(mistake, () => assert.ok(dockerfileMistakes(replaced(dockerfile, what, by), ignored, root).includes(said)));
  }

  test('a source that .dockerignore holds back', () => {
    const held = dockerfileMistakes(dockerfile, replaced(ignored, '!ui\n', ''), root);
    assert.deepEqual(held, ['ui is kept from the builder by .dockerignore']);
  });
});
