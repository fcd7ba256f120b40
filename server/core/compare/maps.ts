/**
 * Objects whose keys are data (`{ "8812": {…}, "9001": {…} }`): their members are one field, `.{}`, not one for each key. They
 * are told from records by looking at all their keys at once, or over time by keys that never stop being new.
 */
import { templateOf } from '../endpoint/segment.ts';
import type { Json, JsonObject } from '../lift/json.ts';
import { foldedField, mapsIn } from './folding.ts';
import { isObject, type JsonType, typeOf } from './tree.ts';

/** What one exchange asks and tells. Fields are those of the objects, keys those of their members. */
export interface Maps {
  readonly isMap: (field: string) => boolean;
  /** The keys of an object here are data beyond doubt. */
  readonly fold: (field: string) => void;
  /** Told once for each field and key of an exchange. */
  readonly saw: (field: string, key: string, value: Json) => void;
}

/** The object at a field of an endpoint. */
export interface Learned {
  readonly endpoint: string;
  readonly field: string;
}

/** Objects whose keys are watched, and of each the keys: the least recently seen objects are forgotten first. */
const mostWatched = 5_000;
const mostKeys = 64;
const mostFolded = 5_000;

/** Keys that look like data, all of them, in one object. */
const leastAtOnce = 8;
/** Keys of one object that are looked at. */
const mostLookedAt = 1_000;
/** Different keys over time; those that look like words need more, as a record may have many optional members. */
const leastIds = 20;
const leastWords = 60;
/** Exchanges that brought keys never seen before. */
const leastNews = 3;
const leastNewsOfWords = 10;

/** Type of a value, and of an object its members' names. */
interface Shape {
  readonly type: JsonType;
  readonly names: readonly string[];
}

interface Watched {
  /** Key -> exchanges that had it. */
  readonly keys: Map<string, number>;
  shape: Shape | undefined;
  /** Sightings of values of another shape: an error in place of one is no record yet. */
  others: number;
  /** How many of the keys look like data. */
  ids: number;
  sightings: number;
  /** Exchanges that brought new keys, and the latest of them. */
  news: number;
  latest: number;
}

/**
 * What was learned of all endpoints. It changes with what is told, and by nothing else: the same exchanges in the same order
 * teach the same. What was learned holds from the next exchange on, so that within one exchange a place has one name.
 */
export class LearnedMaps {
  /** Endpoint -> fields. */
  readonly #folded = new Map<string, Set<string>>();
  #foldedFields = 0;
  readonly #watched = new Map<string, Watched>();
  #ripe: Learned[] = [];
  #news: Learned[] = [];
  /** Endpoints with new maps. */
  readonly #fresh = new Set<string>();
  #exchange = 0;

  /** @param findings of before: a field with `.{}` in it says that what stands before was learned to be a map */
  constructor(findings: readonly Learned[] = []) {
    for (const { endpoint, field } of findings) for (const map of mapsIn(field)) this.#fold(endpoint, map);
    this.#pick();
    this.#news = [];
  }

  /** For one exchange. */
  at(endpoint: string): Maps {
    this.#pick();
    this.#exchange++;
    return {
      isMap: (field) => this.#folded.get(endpoint)?.has(field) ?? false,
      fold: (field) => this.#fold(endpoint, field),
      saw: (field, key, value) => {
        const watched = this.#watch(idOf(endpoint, field));
        this.#see(watched, key, value);
        if (isRipe(watched)) this.#ripe.push({ endpoint, field });
      },
    };
  }

  /** What was learned since this was asked last; what was told before stands under the keys' own names. */
  learned(): readonly Learned[] {
    this.#pick();
    const news = this.#news;
    this.#news = [];
    return news;
  }

  #pick(): void {
    for (const { endpoint, field } of this.#ripe) this.#fold(endpoint, field);
    this.#ripe = [];
    // A map below one key of a new one is now called otherwise, and would have to be learned again.
    for (const endpoint of this.#fresh) {
      const fields = this.#folded.get(endpoint) ?? new Set();
      for (const below of fields) this.#fold(endpoint, foldedField(below, fields));
    }
    this.#fresh.clear();
  }

  #fold(endpoint: string, field: string): void {
    this.#watched.delete(idOf(endpoint, field));
    const fields = this.#folded.get(endpoint) ?? new Set();
    if (this.#foldedFields >= mostFolded || fields.has(field)) return;
    this.#foldedFields++;
    this.#folded.set(endpoint, fields.add(field));
    this.#news.push({ endpoint, field });
    this.#fresh.add(endpoint);
  }

  #see(watched: Watched, key: string, value: Json): void {
    if (value !== null) {
      const shape = shapeOf(value);
      watched.shape ??= shape;
      if (!sameShape(watched.shape, shape)) watched.others++;
    }
    watched.sightings++;
    const before = watched.keys.get(key);
    if (before === undefined) {
      if (watched.keys.size >= mostKeys) return;
      if (templateOf(key) !== undefined) watched.ids++;
      if (watched.latest !== this.#exchange) watched.news++;
      watched.latest = this.#exchange;
    }
    watched.keys.set(key, (before ?? 0) + 1);
  }

  /** Maps keep the order of insertion, so that the first is the one seen longest ago. */
  #watch(id: string): Watched {
    const found = this.#watched.get(id);
    const watched = found ?? newlyWatched();
    if (found !== undefined) this.#watched.delete(id);
    else if (this.#watched.size >= mostWatched) {
      const [oldest] = this.#watched.keys();
      if (oldest !== undefined) this.#watched.delete(oldest);
    }
    this.#watched.set(id, watched);
    return watched;
  }
}

const newlyWatched = (): Watched => ({
  keys: new Map(),
  shape: undefined,
  others: 0,
  ids: 0,
  sightings: 0,
  news: 0,
  latest: 0,
});

const idOf = (endpoint: string, field: string): string => `${endpoint} ${field}`;

function isRipe({ keys, ids, news, sightings, others }: Watched): boolean {
  if (keys.size < leastIds || others * 20 > sightings) return false;
  if (ids >= 0.9 * keys.size) return news >= leastNews;
  // Good and Turing: the share of sightings that were of a key seen once estimates the chance that the next key is a new one.
  return keys.size >= leastWords && news >= leastNewsOfWords && seenOnce(keys) * 4 >= sightings;
}

function seenOnce(keys: ReadonlyMap<string, number>): number {
  let once = 0;
  for (const times of keys.values()) if (times === 1) once++;
  return once;
}

/** Whether one look tells: many keys, all of which look like data, with values of one shape. */
export function isMapAtOnce(objects: readonly (JsonObject | undefined)[]): boolean {
  const keys = new Set<string>();
  let shape: Shape | undefined;
  for (const object of objects) {
    if (object === undefined) continue;
    for (const key of Object.keys(object).slice(0, mostLookedAt)) {
      if (templateOf(key) === undefined) return false;
      keys.add(key);
      const value = object[key] as Json;
      if (value === null) continue;
      shape ??= shapeOf(value);
      if (!sameShape(shape, shapeOf(value))) return false;
    }
  }
  return keys.size >= leastAtOnce;
}

function shapeOf(value: Json): Shape {
  return { type: typeOf(value), names: isObject(value) ? Object.keys(value) : [] };
}

/** Objects have one shape when at least half of the names of the one with more are shared. */
function sameShape(a: Shape, b: Shape): boolean {
  if (a.type !== b.type) return false;
  if (a === b || a.names.length + b.names.length === 0) return true;
  const there = new Set(a.names);
  const shared = b.names.filter((name) => there.has(name)).length;
  return shared * 2 >= Math.max(a.names.length, b.names.length);
}
