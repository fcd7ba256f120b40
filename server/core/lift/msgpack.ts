/** MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md). */
import { pay, type Work } from '../work.ts';
import type { Json } from './json.ts';
import { bytesOf, floatOf, instantOf, integerOf, keyName } from './plain.ts';

const mostNodes = 200_000;
const deepest = 500;
const unitsOfMember = 2;
const unitsOfInstant = 6;

/** No document, one over the budget, or one of the kinds that are not read: a key that is a list or a map, a key that comes again. */
class Refused extends Error {}

/**
 * The whole body as one value; undefined when it is none, and past the budget. Bytes are `{ "#bytes" }` in base64, extensions
 * `{ "#type", "#data" }`, the data of a timestamp RFC 3339 and any other base64; keys of maps as `keyName` says.
 * Read here, as packages say of no number whether it was an integer or a float.
 * @param spelled whether floats are told from integers, and by their width
 */
export function parseMessagePack(bytes: Uint8Array, spelled: boolean, work: Work): Json | undefined {
  try {
    return new Reader(bytes, spelled, work).document();
  } catch (error) {
    // A RangeError is a value that ends too early, a TypeError damaged UTF-8: two texts could be damaged in two ways and look alike.
    if (error instanceof Refused || error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #spelled: boolean;
  readonly #work: Work;
  #at = 0;
  #left = mostNodes;

  constructor(bytes: Uint8Array, spelled: boolean, work: Work) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#spelled = spelled;
    this.#work = work;
  }

  document(): Json {
    const value = this.#value(0);
    if (this.#at !== this.#bytes.length) throw new Refused();
    return value;
  }

  #value(depth: number): Json {
    if (--this.#left < 0 || depth > deepest) throw new Refused();
    this.#pay(1);
    const first = this.#unsigned(1);
    if (first < 0x80) return first;
    if (first < 0x90) return this.#map(first - 0x80, depth);
    if (first < 0xa0) return this.#array(first - 0x90, depth);
    if (first < 0xc0) return this.#text(first - 0xa0);
    if (first >= 0xe0) return first - 0x100;
    return this.#named(first, depth);
  }

  /** By the first byte, from 0xc0 to 0xdf. */
  #named(first: number, depth: number): Json {
    switch (first) {
      case 0xc0:
        return null;
      case 0xc2:
      case 0xc3:
        return first === 0xc3;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return bytesOf(this.#take(this.#unsigned(widths[first - 0xc4])));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(this.#unsigned(widths[first - 0xc7]));
      case 0xca:
        return floatOf(this.#view.getFloat32(this.#skip(4)), 32, this.#spelled);
      case 0xcb:
        return floatOf(this.#view.getFloat64(this.#skip(8)), 64, this.#spelled);
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#unsigned(widths[first - 0xcc]);
      case 0xcf:
        return integerOf(this.#view.getBigUint64(this.#skip(8)));
      case 0xd0:
        return this.#view.getInt8(this.#skip(1));
      case 0xd1:
        return this.#view.getInt16(this.#skip(2));
      case 0xd2:
        return this.#view.getInt32(this.#skip(4));
      case 0xd3:
        return integerOf(this.#view.getBigInt64(this.#skip(8)));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#extension(2 ** (first - 0xd4));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#unsigned(widths[first - 0xd9]));
      case 0xdc:
      case 0xdd:
        return this.#array(this.#unsigned(widths[first - 0xdc + 1]), depth);
      case 0xde:
      case 0xdf:
        return this.#map(this.#unsigned(widths[first - 0xde + 1]), depth);
      default:
        throw new Refused();
    }
  }

  #pay(units: number): void {
    if (!pay(this.#work, units)) throw new Refused();
  }

  /** Where the next `length` bytes begin. */
  #skip(length: number): number {
    const at = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new Refused();
    return at;
  }

  #take(length: number): Uint8Array {
    const at = this.#skip(length);
    return this.#bytes.subarray(at, at + length);
  }

  #unsigned(width: 1 | 2 | 4 | undefined): number {
    const at = this.#skip(width ?? 1);
    if (width === 4) return this.#view.getUint32(at);
    return width === 2 ? this.#view.getUint16(at) : this.#view.getUint8(at);
  }

  #text(length: number): string {
    return utf8.decode(this.#take(length));
  }

  #array(length: number, depth: number): Json {
    const items: Json[] = [];
    for (let i = 0; i < length; i++) items.push(this.#value(depth + 1));
    return items;
  }

  #map(length: number, depth: number): Json {
    const members = new Map<string, Json>();
    for (let i = 0; i < length; i++) {
      this.#pay(unitsOfMember);
      const name = keyName(this.#value(depth + 1));
      // Twice the same: one of the two would be lost.
      if (name === undefined || members.has(name)) throw new Refused();
      members.set(name, this.#value(depth + 1));
    }
    return Object.fromEntries(members);
  }

  #extension(length: number): Json {
    this.#pay(unitsOfInstant);
    const type = this.#view.getInt8(this.#skip(1));
    const data = this.#take(length);
    return { '#type': type, '#data': (type === timestamp ? instantIn(data) : undefined) ?? data.toBase64() };
  }
}

/** Bytes that a length may have. */
const widths = [1, 2, 4] as const;

const timestamp = -1;

/** RFC 3339; undefined for what is none of the three forms of a timestamp. */
function instantIn(data: Uint8Array): string | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  switch (data.length) {
    case 4:
      return instantOf(view.getUint32(0), 0);
    case 8: {
      const both = view.getBigUint64(0);
      return instantWithin(both & 0x3_ffff_ffffn, Number(both >> 34n));
    }
    case 12:
      return instantWithin(view.getBigInt64(4), view.getUint32(0));
    default:
      return undefined;
  }
}

const instantWithin = (seconds: bigint, nanoseconds: number): string | undefined =>
  nanoseconds < 1e9 ? instantOf(Number(seconds), nanoseconds) : undefined;
