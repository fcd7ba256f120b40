import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inFolder } from '../support/folder.ts';
import { type Ended, triptychIn } from '../support/program.ts';

/** `triptych diff ARGS` in a folder with these files. */
function diff(files: Readonly<Record<string, string | Uint8Array>>, ...args: readonly string[]): Promise<Ended> {
  return inFolder(async (cwd) => {
    for (const [name, content] of Object.entries(files)) await writeFile(join(cwd, name), content);
    return triptychIn({ cwd }, 'diff', ...args);
  });
}

const findingsOf = ({ stdout }: Ended): unknown => (JSON.parse(stdout) as { readonly findings: unknown }).findings;

const old = '{"id":7,"total":12.5,"at":"10:00"}';
const again = '{"id":7,"total":12.5,"at":"10:01"}';
const fresh = '{"id":7,"total":12,"at":"10:02"}';

describe('diff', { concurrency: 4 }, () => {
  test('exits 0 when nothing differs', async () => {
    const ended = await diff({ a: old, b: '{ "total": 12.5, "id": 7, "at": "10:00" }' }, 'a', 'b');
    assert.equal(ended.stdout, 'No differences.\n');
    assert.equal(ended.code, 0);
  });

  test('exits 1 when something does, and shows both values', async () => {
    const { code, stdout } = await diff({ a: old, b: fresh }, 'a', 'b');
    assert.equal(code, 1);
    assert.match(stdout, /^≠ body\.total value \(rounding\) +12\.5 +12$/m);
    assert.match(stdout, /\n2 differences\.\n$/);
  });

  test('tells noise by a second old answer', async () => {
    const { code, stdout } = await diff({ a: old, b: fresh, c: again }, 'a', 'b', '--secondary', 'c');
    assert.equal(code, 1);
    assert.match(stdout, /^≠ body\.total value \(rounding\) +12\.5 +12\.5 +12$/m);
    assert.match(stdout, /^~ body\.at value +"10:00" +"10:01" +"10:02"$/m);
  });

  test('tells a map by its keys where one pair has enough of them', async () => {
    const orders = (n: number, total: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: n }, (_, i) => [String(8800 + i), { total, at: i }])));
    const many = await diff({ a: orders(30, 1), b: orders(30, 2) }, 'a', 'b');
    assert.match(many.stdout, /^≠ body\.\{\}\.total value \(\+1\) +1 +2$/m);
    assert.match(many.stdout, /\n1 difference\.\n$/);
    const few = await diff({ a: orders(2, 1), b: orders(2, 2) }, 'a', 'b');
    assert.match(few.stdout, /^≠ body\["8800"\]\.total value/m);
    assert.match(few.stdout, /\n2 differences\.\n$/);
  });

  test('prints findings as JSON: two answers', async () => {
    const ended = await diff({ a: old, b: fresh }, 'a', 'b', '--json');
    assert.deepEqual(findingsOf(ended), [
      { field: 'body.total', aspect: 'value', primary: 12.5, candidate: 12, pattern: 'rounding' },
      { field: 'body.at', aspect: 'value', primary: '10:00', candidate: '10:02' },
    ]);
    assert.equal(ended.code, 1);
  });

  test('prints findings as JSON: three answers, with the case', async () => {
    const ended = await diff({ a: old, b: fresh, c: again }, 'a', 'b', '--secondary', 'c', '--json');
    assert.deepEqual(findingsOf(ended), [
      {
        field: 'body.total',
        aspect: 'value',
        primary: 12.5,
        secondary: 12.5,
        candidate: 12,
        pattern: 'rounding',
        case: 'candidate',
      },
      { field: 'body.at', aspect: 'value', primary: '10:00', secondary: '10:01', candidate: '10:02', case: 'all' },
    ]);
  });

  test('prints no findings as JSON too', async () => {
    const ended = await diff({ a: old, b: old }, 'a', 'b', '--json');
    assert.deepEqual(findingsOf(ended), []);
    assert.equal(ended.code, 0);
  });

  test('compares status and headers of HTTP messages', async () => {
    const message = (status: string, type: string) => `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\n\r\n{"a":1}`;
    const files = { a: message('200 OK', 'text/json'), b: message('404 No', 'text/json'), c: message('200 OK', 'a/b') };
    const [status, header] = await Promise.all([diff(files, 'a', 'b', '--json'), diff(files, 'a', 'c', '--json')]);
    assert.match(status.stdout, /"field": "status"/);
    assert.match(header.stdout, /"field": "headers\.content-type"/);
  });

  test('takes --type for the media type of bare bodies', async () => {
    const files = { a: '12', b: ' 12' };
    const [json, plain] = await Promise.all([
      diff(files, 'a', 'b', '--type', 'application/json'),
      diff(files, 'a', 'b', '--type', 'text/plain'),
    ]);
    assert.equal(json.code, 0);
    assert.equal(plain.code, 1);
  });

  test('shows an item that only the candidate lacks where the others have it', async () => {
    const ended = await diff({ a: '[{"a":1},{"a":2}]', b: '[{"a":1}]' }, 'a', 'b', '--secondary', 'a', '--json');
    const item = { a: 2 };
    assert.deepEqual(findingsOf(ended), [
      { field: 'body[]', aspect: 'missing', primary: item, secondary: item, case: 'candidate' },
    ]);
  });

  test('compares bytes that are no text', async () => {
    const { code } = await diff({ a: new Uint8Array([0xff, 0]), b: new Uint8Array([0xff, 1]) }, 'a', 'b');
    assert.equal(code, 1);
  });

  test('names a file that is not there, with 3', async () => {
    const { code, stdout, stderr } = await diff({ a: old }, 'a', 'b');
    assert.equal(stderr, 'triptych: b: there is no such file.\n');
    assert.equal(stdout, '');
    assert.equal(code, 3);
  });

  test('names a message that is none, with 3', async () => {
    const { code, stderr } = await diff({ a: 'HTTP/nonsense\n\n', b: old }, 'a', 'b');
    assert.match(stderr, /^triptych: a: the first line is no status line, such as HTTP\/1\.1 200 OK\.\n$/);
    assert.equal(code, 3);
  });

  test('keeps terminal escapes of an answer out of the terminal', async () => {
    const { stdout } = await diff({ a: '"\u001b[31mred"', b: '"blue"' }, 'a', 'b');
    assert.ok(!stdout.includes('\u001b'), stdout);
  });
});
