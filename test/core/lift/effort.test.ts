import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cbor } from 'cborg';
import { decodeText } from '../../../server/core/lift/encoded.ts';
import { liftTogether } from '../../../server/core/lift/lift.ts';
import { decoders } from '../../../server/decoders.ts';
import { typed } from '../answers.ts';

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);
/** Media type -> a body of so many items. */
const bodies: Readonly<Record<string, (n: number) => string | Uint8Array>> = {
  // Below a megabyte JSON is parsed without being weighed.
  'application/json': (n) => JSON.stringify(Array(n * 180).fill({})),
  'application/x-ndjson': (n) => '{}\n'.repeat(n),
  'application/json-seq': (n) => '\u001e{}\n'.repeat(n),
  'text/xml': (n) => `<o>${'<a/>'.repeat(n)}</o>`,
  'text/html': (n) => `<html>${'<p>x'.repeat(n)}`,
  'text/csv': (n) => 'a,b\n'.repeat(n),
  'text/event-stream': (n) => 'data: 1\n\n'.repeat(n),
  'application/x-www-form-urlencoded': (n) => numbers(n).join('=1&'),
  'application/msgpack': (n) => msgpack(numbers(n)),
  'application/cbor': (n) => cbor(numbers(n)),
  'multipart/mixed; boundary=b': (n) => `${'--b\r\n\r\n<a/>\r\n'.repeat(n / 10)}--b--`,
};
const enough = 10_000_000;

describe('reading a body is paid for by what stands in it', () => {
  for (const [type, body] of Object.entries(bodies)) {
    const paid = (n: number) => {
      const work = { left: enough };
      const [lifted] = liftTogether([typed(type, body(n))], decoders, work);
      assert.equal(lifted.kind, 'json');
      return enough - work.left;
    };
    test(type, () => {
      const [one, two] = [paid(2_000), paid(4_000)];
      assert.ok(one >= 1_000, `${one}`);
      assert.ok(two > 1.8 * one && two < 2.2 * one, `${one}, ${two}`);
    });

    test(`${type}, with too little work for it`, () => {
      const work = { left: 500 };
      const [lifted] = liftTogether([typed(type, body(4_000))], decoders, work);
      // The parser stopped at once and not at its end.
      assert.ok(work.left > -20_000, `${work.left}`);
      assert.equal('unread' in lifted && lifted.unread, true);
    });
  }
});

describe('a text inside a string is paid for by what stands in it', () => {
  const texts: Readonly<Record<string, (n: number) => string>> = {
    json: (n) => JSON.stringify(Array(n).fill({})),
    base64: (n) => btoa(JSON.stringify(Array(n).fill({}))),
    jwt: (n) => `${btoa('{"a":100}')}.${btoa(JSON.stringify({ list: Array(n).fill({}) })).replace(/=/g, '')}.x`,
    url: (n) => `/a?${numbers(n).join('=1&')}`,
  };
  for (const [mark, text] of Object.entries(texts)) {
    test(mark, () => {
      const paid = (n: number) => {
        const work = { left: enough };
        assert.equal(decodeText(text(n), work)?.mark, mark);
        return enough - work.left;
      };
      const [one, two] = [paid(1_000), paid(2_000)];
      assert.ok(one >= 1_000 && two > 1.8 * one && two < 2.2 * one, `${one}, ${two}`);
    });

    test(`${mark}, with too little work for it`, () => {
      const work = { left: 500 };
      decodeText(text(2_000), work);
      assert.ok(work.left <= 0 && work.left > -20_000, `${work.left}`);
    });
  }
});
