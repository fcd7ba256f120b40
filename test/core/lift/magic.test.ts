import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { dimensionsOf } from '../../../server/core/lift/image.ts';
import { magicOf } from '../../../server/core/lift/magic.ts';
import { corpus } from '../../fuzz/corpus.ts';

describe('bytes are known by how they start', () => {
  const ascii = (text: string) => new TextEncoder().encode(text);
  const table: readonly (readonly [bytes: Uint8Array, magic: string | undefined])[] = [
    [gzipSync('x'), 'gzip'],
    [zstdCompressSync('x'), 'zstd'],
    [ascii('%PDF-1.7'), 'pdf'],
    [ascii('PK\u0003\u0004'), 'zip'],
    [ascii('GIF89a'), 'gif'],
    [ascii('RIFF0000WEBPVP8 '), 'webp'],
    [ascii('RIFF0000WAVEfmt '), 'wav'],
    [ascii('\0\0\0\u0018ftypisom'), 'mp4'],
    [ascii('\0\0\0\u0018ftypavif'), 'avif'],
    [ascii('\0asm\u0001'), 'wasm'],
    [ascii('SQLite format 3\0'), 'sqlite'],
    [ascii('wOF2'), 'woff2'],
    [ascii('OggS'), 'ogg'],
    [ascii('GIF8'), undefined],
    [ascii(''), undefined],
  ];
  for (const [bytes, magic] of table)
    test(`${magic} of ${bytes.length} bytes`, () => assert.equal(magicOf(bytes), magic));
});

describe('the size of an image is read from its head', () => {
  for (const { name, bytes } of corpus.filter(({ name }) => ['png', 'jpeg', 'gif', 'avif'].includes(name))) {
    test(name, () => assert.deepEqual(dimensionsOf(bytes, magicOf(bytes)), { width: 2, height: 3 }));
  }

  test('a damaged one has none', () => {
    const [png] = corpus.filter(({ name }) => name === 'png');
    assert.ok(png);
    assert.equal(dimensionsOf(png.bytes.subarray(0, 10), 'png'), undefined);
    assert.equal(dimensionsOf(png.bytes, 'pdf'), undefined);
  });
});
