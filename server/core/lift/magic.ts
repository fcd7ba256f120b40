/** What kind of bytes they are, by how they start. */

interface Signature {
  readonly name: string;
  readonly at: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string): readonly number[] => [...text].map((sign) => sign.charCodeAt(0));
const signature = (name: string, bytes: readonly number[] | string, at = 0): Signature => ({
  name,
  at,
  bytes: typeof bytes === 'string' ? ascii(bytes) : bytes,
});

/** The first that fits counts. */
const signatures: readonly Signature[] = [
  signature('png', [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a]),
  signature('gif', 'GIF87a'),
  signature('gif', 'GIF89a'),
  signature('jpeg', [0xff, 0xd8, 0xff]),
  signature('webp', 'WEBP', 8),
  signature('wav', 'WAVE', 8),
  signature('avi', 'AVI ', 8),
  signature('avif', 'ftypavif', 4),
  signature('heic', 'ftyphei', 4),
  signature('heic', 'ftypmif1', 4),
  signature('quicktime', 'ftypqt', 4),
  signature('mp4', 'ftyp', 4),
  signature('webm', [0x1a, 0x45, 0xdf, 0xa3]),
  signature('pdf', '%PDF-'),
  signature('zip', [0x50, 0x4b, 0x03, 0x04]),
  signature('zip', [0x50, 0x4b, 0x05, 0x06]),
  signature('gzip', [0x1f, 0x8b]),
  signature('zstd', [0x28, 0xb5, 0x2f, 0xfd]),
  signature('bzip2', 'BZh'),
  signature('xz', [0xfd, ...ascii('7zXZ'), 0]),
  signature('7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
  signature('tar', 'ustar', 257),
  signature('wasm', [0, ...ascii('asm')]),
  signature('elf', [0x7f, ...ascii('ELF')]),
  signature('mp3', 'ID3'),
  signature('mp3', [0xff, 0xfb]),
  signature('ogg', 'OggS'),
  signature('flac', 'fLaC'),
  signature('woff2', 'wOF2'),
  signature('woff', 'wOFF'),
  signature('otf', 'OTTO'),
  signature('ttf', [0, 1, 0, 0, 0]),
  signature('sqlite', 'SQLite format 3\0'),
  signature('parquet', 'PAR1'),
  signature('avro', [...ascii('Obj'), 1]),
  signature('arrow', 'ARROW1'),
  signature('tiff', [...ascii('II'), 0x2a, 0]),
  signature('tiff', [...ascii('MM'), 0, 0x2a]),
  signature('ico', [0, 0, 1, 0]),
  signature('bmp', 'BM'),
];

/** undefined for bytes that start like nothing known. A zip may be a document of some office, which only its content tells. */
export const magicOf = (bytes: Uint8Array): string | undefined =>
  signatures.find(({ at, bytes: start }) => start.every((byte, i) => bytes[at + i] === byte))?.name;
