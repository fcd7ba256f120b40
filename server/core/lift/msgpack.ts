/** MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md). */
import { decode, decodeTimestampToTimeSpec, EXT_TIMESTAMP, ExtData, ExtensionCodec } from '@msgpack/msgpack';
import type { Json } from './json.ts';
import { bytesOf, floatOf, instantOf, integerOf, keyName } from './plain.ts';

const mostNodes = 200_000;
const deepest = 500;

/**
 * The whole body as one value; undefined when it is none, and past the budget. Bytes are base64, timestamps RFC 3339, other
 * extensions `{ "#type", "#data" }`; a map's key that is a number stands under its digits.
 */
export function parseMessagePack(bytes: Uint8Array): Json | undefined {
  if (!isWhole(bytes)) return undefined;
  try {
    return toJson(decode(bytes, { useBigInt64: true, extensionCodec, mapKeyConverter: nameOf }));
  } catch (error) {
    // The package's words for a malformed value, a key named `__proto__` among them; a RangeError for one that ends too early or has a key without a name.
    if (error instanceof RangeError || (error instanceof Error && error.name === 'DecodeError')) return undefined;
    throw error;
  }
}

function nameOf(key: unknown): string {
  const name = typeof key === 'object' && key !== null ? undefined : keyName(toJson(key));
  if (name === undefined) throw new RangeError('a key that is no scalar');
  return name;
}

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: EXT_TIMESTAMP,
  encode: () => null,
  decode: (data) => {
    if (![4, 8, 12].includes(data.length)) return new ExtData(EXT_TIMESTAMP, data);
    const { sec, nsec } = decodeTimestampToTimeSpec(data);
    return (nsec < 1e9 ? instantOf(sec, nsec) : undefined) ?? new ExtData(EXT_TIMESTAMP, data);
  },
});

function toJson(value: unknown): Json {
  switch (typeof value) {
    case 'number':
      return floatOf(value);
    case 'bigint':
      return integerOf(value);
    case 'boolean':
    case 'string':
      return value;
    default:
      break;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Uint8Array) return bytesOf(value);
  if (value instanceof ExtData) return { '#type': value.type, '#data': extensionData(value.data) };
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
}

const extensionData = (data: ExtData['data']): string => bytesOf(typeof data === 'function' ? data(0) : data);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Whether the bytes are one value from end to end, within the budget. Looked at before the package may: it makes room for as
 * many items as a header claims, nested claims multiplied, and takes damaged UTF-8 for text.
 */
function isWhole(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** Values still to come at each level. */
  const open = [1];
  let at = 0;
  for (let nodes = 0; open.length > 0; nodes++) {
    const left = open.at(-1) as number;
    if (left === 0) {
      open.pop();
      continue;
    }
    open[open.length - 1] = left - 1;
    const head = at < bytes.length ? headAt(view, at) : undefined;
    if (head === undefined || nodes > mostNodes || open.length > deepest) return false;
    const end = at + head.size;
    if (end + head.children > bytes.length) return false;
    if (head.isText && !isUtf8(bytes.subarray(at + head.lengthBytes, end))) return false;
    at = end;
    if (head.children > 0) open.push(head.children);
  }
  return at === bytes.length;
}

function isUtf8(text: Uint8Array): boolean {
  if (text.every((byte) => byte < 0x80)) return true;
  try {
    utf8.decode(text);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

interface Head {
  /** Bytes of the value without its children. */
  readonly size: number;
  readonly children: number;
  readonly isText: boolean;
  /** Bytes before those of a text. */
  readonly lengthBytes: number;
}

const plain = (size: number, children = 0): Head => ({ size, children, isText: false, lengthBytes: 0 });
const text = (lengthBytes: number, length: number): Head => ({
  size: lengthBytes + length,
  children: 0,
  isText: true,
  lengthBytes,
});

/** Bytes after the first one of values whose size the first one says. */
const fixedSizes: ReadonlyMap<number, number> = new Map(
  [0xc0, 0, 0xc2, 0, 0xc3, 0, 0xca, 4, 0xcb, 8, 0xcc, 1, 0xcd, 2, 0xce, 4, 0xcf, 8, 0xd0, 1, 0xd1, 2, 0xd2, 4, 0xd3, 8]
    .concat([0xd4, 2, 0xd5, 3, 0xd6, 5, 0xd7, 9, 0xd8, 17])
    .flatMap((byte, i, all) => (i % 2 === 0 ? [[byte, all[i + 1] ?? 0] as const] : [])),
);

/** undefined for the one unused first byte, and where the length is cut off. */
function headAt(view: DataView, at: number): Head | undefined {
  const first = view.getUint8(at);
  if (first < 0x80 || first >= 0xe0) return plain(1);
  if (first < 0x90) return plain(1, (first - 0x80) * 2);
  if (first < 0xa0) return plain(1, first - 0x90);
  if (first < 0xc0) return text(1, first - 0xa0);
  const fixed = fixedSizes.get(first);
  if (fixed !== undefined) return plain(1 + fixed);
  const family = families.find(([from, widths]) => first >= from && first < from + widths.length);
  if (family === undefined) return undefined;
  const [from, widths, head] = family;
  const width = widths[first - from] as number;
  if (at + 1 + width > view.byteLength) return undefined;
  const length = width === 1 ? view.getUint8(at + 1) : width === 2 ? view.getUint16(at + 1) : view.getUint32(at + 1);
  return head(1 + width, length);
}

/** First bytes in a row, how wide the length after each is, and what it says. */
const families: readonly (readonly [
  from: number,
  widths: readonly number[],
  head: (start: number, length: number) => Head,
])[] = [
  [0xc4, [1, 2, 4], (start, length) => plain(start + length)],
  [0xc7, [1, 2, 4], (start, length) => plain(start + 1 + length)],
  [0xd9, [1, 2, 4], text],
  [0xdc, [2, 4], plain],
  [0xde, [2, 4], (start, length) => plain(start, length * 2)],
];
