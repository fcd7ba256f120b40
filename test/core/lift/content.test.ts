import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { HeaderLine } from '../../../server/core/exchange.ts';
import { contentOf, structuralCap } from '../../../server/core/lift/content.ts';
import { lift } from '../../../server/core/lift/lift.ts';
import { decoders } from '../../../server/decoders.ts';
import { answer, typed } from '../answers.ts';

describe('what a body is', () => {
  const encoded = (headers: readonly HeaderLine[], bytes: Uint8Array) =>
    contentOf(answer(200, headers, bytes), decoders);

  test('text knows its media type without parameters, and its length in bytes', () => {
    const content = contentOf(typed('Text/HTML; charset=UTF-8', 'é'), decoders);
    assert.deepEqual(content, { kind: 'text', mediaType: 'text/html', text: 'é', length: 2 });
  });

  test('an unknown charset is taken for UTF-8, a declared one is believed', () => {
    const latin = Uint8Array.of(0xe9);
    assert.equal(encoded([['content-type', 'text/plain; charset=nonsense']], latin).kind, 'binary');
    const content = encoded([['content-type', 'text/plain; x=y; charset="ISO-8859-1"']], latin);
    assert.equal(content.kind === 'text' && content.text, 'é');
  });

  test('codings are undone in reverse, over several lines too', () => {
    const twice = gzipSync(gzipSync('hello'));
    const content = encoded(
      [
        ['Content-Encoding', 'gzip'],
        ['content-encoding', 'identity, X-GZIP'],
      ],
      twice,
    );
    assert.equal(content.kind === 'text' && content.text, 'hello');
  });

  test('a body over the cap is its length and hash', () => {
    const content = encoded([], new Uint8Array(structuralCap + 1));
    assert.equal(content.kind, 'cut');
  });

  test('no bytes are no body, packed or not', () => {
    assert.equal(encoded([], new Uint8Array(0)).kind, 'empty');
    assert.equal(encoded([['content-encoding', 'gzip']], new Uint8Array(gzipSync(''))).kind, 'empty');
  });
});

describe('whole text or nothing', () => {
  const table: readonly [mediaType: string, text: string, kind: string][] = [
    ['text/plain', '12 Main St', 'text'],
    ['text/plain', '12', 'text'],
    ['application/json', '12', 'json'],
    ['application/vnd.api+json', 'null', 'json'],
    ['text/plain', ' {"a":1}\n', 'json'],
    ['', '[]', 'json'],
    ['application/json', '12 Main St', 'text'],
    ['application/json', '{"a":1}{"a":2}', 'text'],
    ['application/jsonp', '"a"', 'text'],
  ];
  for (const [mediaType, text, kind] of table) {
    test(`${JSON.stringify(text)} as ${mediaType || 'nothing'} is ${kind}`, () => {
      assert.equal(lift(typed(mediaType, text), decoders).kind, kind);
    });
  }
});
