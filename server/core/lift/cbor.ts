/** CBOR (RFC 8949). */
import { type Token, Tokenizer } from 'cborg';
import { pay, type Work } from '../work.ts';
import type { Json } from './json.ts';
import { exactNumber } from './number.ts';
import { bytesOf, floatOf, instantOf, integerOf, keyName } from './plain.ts';

const mostNodes = 200_000;
const deepest = 500;
const unitsOfMember = 2;
/** Of a date, or of a big number besides its bytes. */
const unitsOfTag = 8;

/** No document, one over the budget, or one of the rare kinds that the tokenizer refuses as well (texts of unknown length). */
class Refused extends Error {}

/**
 * The whole body as one value; undefined when it is none, and past the budget. Bytes are `{ "#bytes" }` in base64, what is
 * tagged `{ "#tag", "#value" }`: epoch times as RFC 3339, with a fraction where they are floats; big numbers are exact; keys of
 * maps as `keyName` says.
 * @param spelled whether floats are told from integers, and by their width
 */
export function parseCbor(bytes: Uint8Array, spelled: boolean, work: Work): Json | undefined {
  const options = { allowIndefinite: true, allowUndefined: true, allowBigInt: true, retainStringBytes: true };
  const reader = new Reader(new Tokenizer(bytes, options), spelled, work);
  try {
    return reader.document();
  } catch (error) {
    if (error instanceof Refused || (error instanceof Error && error.message.startsWith('CBOR decode error'))) {
      return undefined;
    }
    throw error;
  }
}

/** CBOR that says of itself that it is (RFC 8949 section 3.4.6). */
export const startsAsCbor = (bytes: Uint8Array): boolean => bytes[0] === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7;

/** Bits of a float, by the bytes that it takes. */
const widths: ReadonlyMap<number, 16 | 32 | 64> = new Map([
  [3, 16],
  [5, 32],
  [9, 64],
]);

/** Ends an array or map of unknown length. */
const ended = Symbol('break');

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The package's own assembly recurses without bound and knows no tags that it was not told. */
class Reader {
  readonly #tokens: Tokenizer;
  readonly #spelled: boolean;
  readonly #work: Work;
  #left = mostNodes;

  constructor(tokens: Tokenizer, spelled: boolean, work: Work) {
    this.#tokens = tokens;
    this.#spelled = spelled;
    this.#work = work;
  }

  document(): Json {
    const value = this.#value(0);
    if (!this.#tokens.done()) throw new Refused();
    return value;
  }

  #value(depth: number): Json {
    const value = this.#item(depth);
    if (value === ended) throw new Refused();
    return value;
  }

  #item(depth: number): Json | typeof ended {
    if (this.#tokens.done() || --this.#left < 0 || depth > deepest) throw new Refused();
    this.#pay(1);
    return this.#valueOf(this.#tokens.next(), depth);
  }

  #valueOf(token: Token, depth: number): Json | typeof ended {
    switch (token.type.name) {
      case 'uint':
      case 'negint':
        return typeof token.value === 'bigint' ? integerOf(token.value) : Number(token.value);
      case 'float':
        return floatOf(Number(token.value), widths.get(token.encodedLength ?? 9) ?? 64, this.#spelled);
      case 'bytes':
        return bytesOf(token.value);
      case 'string':
        return textOf(token);
      case 'array':
        return this.#array(Number(token.value), depth);
      case 'map':
        return this.#map(Number(token.value), depth);
      case 'tag':
        return this.#tagged(token.value, depth);
      case 'true':
      case 'false':
        return token.type.name === 'true';
      case 'break':
        return ended;
      case 'null':
        return null;
      default:
        // JSON has one nothing, CBOR two.
        return { '#simple': token.type.name };
    }
  }

  #pay(units: number): void {
    if (!pay(this.#work, units)) throw new Refused();
  }

  /** @param length Infinity where it is unknown. */
  #array(length: number, depth: number): Json {
    const items: Json[] = [];
    while (items.length < length) {
      const item = this.#item(depth + 1);
      if (item === ended) {
        if (length !== Number.POSITIVE_INFINITY) throw new Refused();
        break;
      }
      items.push(item);
    }
    return items;
  }

  #map(length: number, depth: number): Json {
    const members = new Map<string, Json>();
    for (let i = 0; i < length; i++) {
      this.#pay(unitsOfMember);
      const key = this.#item(depth + 1);
      if (key === ended) {
        if (length !== Number.POSITIVE_INFINITY) throw new Refused();
        break;
      }
      const name = keyName(key);
      // Twice the same: one of the two would be lost.
      if (name === undefined || members.has(name)) throw new Refused();
      members.set(name, this.#value(depth + 1));
    }
    return Object.fromEntries(members);
  }

  #tagged(tag: number | bigint, depth: number): Json {
    if (this.#tokens.done()) throw new Refused();
    const token = this.#tokens.next();
    if (depth > deepest) throw new Refused();
    this.#pay(unitsOfTag + (token.type.name === 'bytes' ? Math.min(longestNumber, token.value.length) >> 1 : 0));
    const value = this.#valueOf(token, depth + 1);
    if (value === ended) throw new Refused();
    const plain = { '#tag': integerOf(BigInt(tag)), '#value': value };
    switch (Number(tag)) {
      case 55799:
        return value;
      case 1:
        return { ...plain, '#value': epochText(token) ?? value };
      case 2:
      case 3:
        return (token.type.name === 'bytes' ? bigNumber(token.value, Number(tag) === 3) : undefined) ?? plain;
      default:
        return plain;
    }
  }
}

/** Damaged UTF-8 is no text: two texts could be damaged in two ways and look alike. */
function textOf({ value, byteValue }: Token): string {
  const text = String(value);
  if (byteValue === undefined || !text.includes('\ufffd')) return text;
  try {
    return utf8.decode(byteValue);
  } catch (error) {
    if (error instanceof TypeError) throw new Refused();
    throw error;
  }
}

/** undefined for what is no number, and for a fraction finer than milliseconds, of which a double has too few digits to say it. */
function epochText({ type, value }: Token): string | undefined {
  const seconds = Number(value);
  if (!['uint', 'negint', 'float'].includes(type.name) || !Number.isFinite(seconds)) return undefined;
  const milliseconds = Math.round(seconds * 1000);
  if (milliseconds / 1000 !== seconds) return undefined;
  const whole = Math.floor(milliseconds / 1000);
  const text = instantOf(whole, (milliseconds - whole * 1000) * 1_000_000);
  return type.name === 'float' && milliseconds === whole * 1000 ? text?.replace('Z', '.0Z') : text;
}

/** Bytes of a number worth spelling out in decimal digits. */
const longestNumber = 256;

/** One that an integer could have held is spelled with an exponent, as it says the same in another way. */
function bigNumber(bytes: Uint8Array, negative: boolean): Json | undefined {
  if (bytes.length > longestNumber) return undefined;
  const magnitude = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toHex()}`);
  const value = negative ? -1n - magnitude : magnitude;
  return magnitude >> 64n === 0n ? exactNumber(`${value}e00`) : integerOf(value);
}
