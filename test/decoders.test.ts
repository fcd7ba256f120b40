import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { decoders } from '../server/decoders.ts';

const text = Buffer.from('{"total": 12.50}'.repeat(50));

describe('content codings are undone', () => {
  const table: readonly [coding: string, encoded: Uint8Array][] = [
    ['identity', text],
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    [' GZIP ', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
  ];
  for (const [coding, encoded] of table) {
    test(`${coding} of ${encoded.length} bytes`, () => {
      const decoded = decoders.decompress(coding, encoded, text.length);
      assert.equal(Buffer.from(decoded).toString(), text.toString());
      assert.throws(() => decoders.decompress(coding, encoded, text.length - 1), 'one byte over the limit');
    });
  }
});

test('damaged bytes, an unknown coding and a coding named like a property of Object throw', () => {
  assert.throws(() => decoders.decompress('gzip', text, 10_000));
  assert.throws(() => decoders.decompress('gzip', gzipSync(text).subarray(0, 30), 10_000));
  assert.throws(() => decoders.decompress('compress', text, 10_000), /unknown content coding compress/);
  assert.throws(() => decoders.decompress('constructor', text, 10_000), /unknown content coding/);
});

test('what is too large is a RangeError, what is damaged is not', () => {
  for (const [coding, encoded] of [
    ['identity', text],
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
  ] as const) {
    assert.throws(() => decoders.decompress(coding, encoded, 10), RangeError, coding);
    if (coding === 'identity') continue;
    const damaged = Buffer.concat([Buffer.of(0xff), encoded.subarray(1)]);
    assert.throws(
      () => decoders.decompress(coding, damaged, 10_000),
      (error) => !(error instanceof RangeError),
      coding,
    );
  }
  assert.throws(
    () => decoders.decompress('compress', text, 10_000),
    (error) => !(error instanceof RangeError),
  );
});

test('an answer that names a coding but has no bytes is empty, not damaged', () => {
  assert.equal(decoders.decompress('gzip', new Uint8Array(0), 10).length, 0);
});

test('sha256 is the hex digest', () => {
  const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  assert.equal(decoders.sha256(Buffer.from('abc')), digest);
});
