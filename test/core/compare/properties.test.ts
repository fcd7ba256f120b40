import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import { identical } from '../../../server/core/compare/identical.ts';
import { type Answer, type Answers, failureKinds, type HeaderLine } from '../../../server/core/exchange.ts';
import { decoders } from '../../../server/decoders.ts';
import { answer, json } from '../answers.ts';

const equalBytes = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
/** Without what a difference comes down to, which is said of the candidate alone, and from the primary to it. */
const compared = (primary: Answer, candidate: Answer, secondary: Answer = primary) =>
  compareAnswers({ primary, secondary, candidate }, decoders).map(({ pattern: _, ...seen }) => seen);
const found = (primary: Answer, candidate: Answer, secondary?: Answer) =>
  compared(primary, candidate, secondary).map(({ field, aspect, case: which }) => `${field} ${aspect} ${which}`);

const name = fc.constantFrom('a', 'b', 'id', 'name', '__proto__', 'constructor', 'odd.name', '');
const scalar = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.string({ maxLength: 3 }), fc.boolean(), fc.constant(null));
const { value: document } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }).map((members) => Object.fromEntries(members)),
  ),
}));

const headerLine: fc.Arbitrary<HeaderLine> = fc.tuple(
  fc.constantFrom('Date', 'date', 'ETag', 'Content-Type', 'Content-Encoding', 'Connection', 'X-A', 'Content-Length'),
  fc.constantFrom(
    '',
    '1',
    'gzip',
    'br, x',
    'x-a, close',
    'application/json',
    'text/plain; charset=utf-16',
    'a; charset=?',
  ),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  document.map((value) => new TextEncoder().encode(JSON.stringify(value))),
);
const response = fc
  .tuple(fc.constantFrom(200, 201, 404, 500), fc.array(headerLine, { maxLength: 4 }), bytes)
  .map(([code, headers, body]) => answer(code, headers, body));
const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 5, arbitrary: response },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...failureKinds)
      .map((failure): Answer => ({ kind: 'failure', failure, detail: '', ms: 1 })),
  },
);

describe('whatever the answers', () => {
  test('comparing never throws and names each field and aspect once', () => {
    fc.assert(
      fc.property(anyAnswer, anyAnswer, fc.option(anyAnswer, { nil: undefined }), (primary, candidate, secondary) => {
        const answers: Answers = secondary ? { primary, secondary, candidate } : { primary, candidate };
        const observations = compareAnswers(answers, decoders);
        const places = observations.map(({ field, aspect }) => `${aspect} ${field}`);
        assert.equal(new Set(places).size, places.length);
        if (!secondary) assert.ok(observations.every((observation) => observation.case === 'candidate'));
        if (identical(answers, equalBytes)) assert.deepEqual(observations, []);
      }),
      { numRuns: 500 },
    );
  });

  test('equal answers differ in nothing', () => {
    fc.assert(
      fc.property(anyAnswer, (one) => {
        assert.deepEqual(found(one, structuredClone(one), structuredClone(one)), []);
        assert.ok(identical({ primary: one, candidate: structuredClone(one) }, equalBytes));
      }),
    );
  });

  test('secondary and candidate are treated alike', () => {
    const swapped: Readonly<Record<string, string>> = { candidate: 'secondary', secondary: 'candidate' };
    fc.assert(
      fc.property(anyAnswer, anyAnswer, anyAnswer, (primary, one, two) => {
        const mirrored = compared(primary, two, one).map((seen) => ({
          ...seen,
          case: swapped[seen.case] ?? seen.case,
        }));
        assert.deepEqual(new Set(mirrored), new Set(compared(primary, one, two)));
      }),
      { numRuns: 500 },
    );
  });

  test('so they are in documents with members in common', () => {
    const swapped: Readonly<Record<string, string>> = { candidate: 'secondary', secondary: 'candidate' };
    fc.assert(
      fc.property(document, document, document, (primary, one, two) => {
        const mirrored = compared(json(primary), json(two), json(one));
        const seen = mirrored.map((each) => ({ ...each, case: swapped[each.case] ?? each.case }));
        assert.deepEqual(new Set(seen), new Set(compared(json(primary), json(one), json(two))));
      }),
      { numRuns: 500 },
    );
  });
});

describe('of two documents', () => {
  test('something is found exactly where they are not equal', () => {
    fc.assert(
      fc.property(document, document, (one, two) => {
        assert.equal(found(json(one), json(two)).length === 0, sorted(one) === sorted(two));
      }),
      { numRuns: 1_000 },
    );
  });

  test('what is missing one way is extra the other way', () => {
    const swapped: Readonly<Record<string, string>> = { missing: 'extra', extra: 'missing' };
    fc.assert(
      fc.property(document, document, (a, b) => {
        const [one, two] = [json(a), json(b)];
        const back = compared(two, one, two).map((seen) => ({ ...seen, aspect: swapped[seen.aspect] ?? seen.aspect }));
        assert.deepEqual(new Set(back), new Set(compared(one, two, one)));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a list in another order differs in order and nothing else', () => {
    const list = fc.array(document, { minLength: 2, maxLength: 8 });
    const shuffled = list.chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
    );
    fc.assert(
      fc.property(shuffled, ([items, reordered]) => {
        const expected = sorted(items) === sorted(reordered) ? [] : ['body order candidate'];
        assert.deepEqual(found(json(items), json(reordered)), expected);
      }),
      { numRuns: 500 },
    );
  });

  test('one changed scalar is found at its path and nowhere else', () => {
    fc.assert(
      fc.property(document, fc.nat(), (original, pick) => {
        const places = scalarsOf(original, 'body');
        const place = places[pick % Math.max(1, places.length)];
        fc.pre(place !== undefined);
        const edited = withScalar(original, place, 'changed');
        const aspect = typeof place.value === 'string' ? 'value' : 'type';
        // The text may be written in another way than the one before it, which is no matter here.
        const observations = found(json(original), json(edited)).filter((finding) => !/ format /.test(finding));
        // In a list the changed item may now be another item, by its id or by a copy elsewhere.
        if (place.inList) assert.ok(observations.length > 0);
        else assert.deepEqual(observations, [`${place.field} ${aspect} candidate`]);
      }),
      { numRuns: 500 },
    );
  });

  test('one changed number in a list of items with ids is found at its path', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(ids, fc.nat(), (list, pick) => {
        const items = list.map((id) => ({ id, sum: { total: 5, tax: 1 } }));
        const edited = items.map((item, i) =>
          i === pick % list.length ? { ...item, sum: { total: 6, tax: 1 } } : item,
        );
        assert.deepEqual(found(json({ items }), json({ items: edited })), ['body.items[].sum.total value candidate']);
        const turned = found(json({ items }), json({ items: edited.toReversed() }));
        const order = list.length > 1 ? ['body.items order candidate'] : [];
        assert.deepEqual(turned, [...order, 'body.items[].sum.total value candidate']);
      }),
    );
  });
});

/** One text for equal documents: members sorted by name. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(Object.is(value, -0) ? 0 : value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${sorted(member)}`).join()}}`;
}

interface ScalarPlace {
  readonly field: string;
  readonly keys: readonly string[];
  readonly value: unknown;
  readonly inList: boolean;
}

function scalarsOf(
  value: unknown,
  field: string,
  keys: readonly string[] = [],
  inList = false,
): readonly ScalarPlace[] {
  if (typeof value !== 'object' || value === null) return [{ field, keys, value, inList }];
  return Object.entries(value).flatMap(([key, child]) => {
    if (Array.isArray(value)) return scalarsOf(child, `${field}[]`, [...keys, key], true);
    const named = /^\w+$/.test(key) ? `${field}.${key}` : `${field}[${JSON.stringify(key)}]`;
    return scalarsOf(child, named, [...keys, key], inList);
  });
}

function withScalar(value: unknown, { keys }: ScalarPlace, scalarValue: string): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return scalarValue;
  const entries = Object.entries(value as object).map(([each, child]): [string, unknown] => [
    each,
    each === key ? withScalar(child, { ...emptyPlace, keys: rest }, scalarValue) : child,
  ]);
  return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}

const emptyPlace: ScalarPlace = { field: '', keys: [], value: null, inList: false };
