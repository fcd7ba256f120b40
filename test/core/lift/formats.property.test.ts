import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cbor } from 'cborg';
import fc from 'fast-check';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import type { Answer } from '../../../server/core/exchange.ts';
import { lift } from '../../../server/core/lift/lift.ts';
import { decoders } from '../../../server/decoders.ts';
import { corpus } from '../../fuzz/corpus.ts';
import { answer, typed } from '../answers.ts';

const found = (primary: Answer, candidate: Answer) =>
  compareAnswers({ primary, candidate }, decoders).map(({ field, aspect }) => `${field} ${aspect}`);

type Row = Readonly<Record<string, string>>;

/** Rows of texts in one format, and where the member of a row stands in it. */
interface Writer {
  readonly write: (rows: readonly Row[]) => Answer;
  readonly field: (member: string) => string;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const elements = (rows: readonly Row[]) =>
  rows
    .map(
      (row) =>
        `<r>${Object.entries(row)
          .map(([name, text]) => `<${name}>${escaped(text)}</${name}>`)
          .join('')}</r>`,
    )
    .join('');
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

const writers: Readonly<Record<string, Writer>> = {
  'JSON lines': {
    write: (rows) => typed('application/x-ndjson', rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
    field: (member) => `body[].${member}`,
  },
  XML: {
    write: (rows) => typed('application/xml', `<rs>${elements(rows)}</rs>`),
    field: (member) => `body.rs.r[].${member}`,
  },
  HTML: {
    write: (rows) =>
      typed(
        'text/html',
        `<main>${elements(rows)
          .replaceAll('r>', 'div>')
          .replace(/(<\/?)([abc])>/g, '$1x-$2>')}</main>`,
      ),
    field: (member) => `body.html.body.main.div[]["x-${member}"]`,
  },
  CSV: {
    write: (rows) =>
      typed('text/csv', `a,b,c\n${rows.map((row) => `${Object.values(row).map(quoted).join()}\n`).join('')}`),
    field: (member) => `body[].${member}`,
  },
  MessagePack: {
    write: (rows) => typed('application/msgpack', msgpack(rows)),
    field: (member) => `body[].${member}`,
  },
  CBOR: {
    write: (rows) => typed('application/cbor', cbor(rows)),
    field: (member) => `body[].${member}`,
  },
  'a form': {
    write: ([row]) => typed('application/x-www-form-urlencoded', new URLSearchParams(row).toString()),
    field: (member) => `body.${member}`,
  },
  multipart: {
    write: ([row = {}]) =>
      typed(
        'multipart/form-data; boundary=----x',
        `${Object.entries(row)
          .map(([name, text]) => `------x\r\nContent-Disposition: form-data; name=${name}\r\n\r\n${text}\r\n`)
          .join('')}------x--`,
      ),
    field: (member) => `body.${member}`,
  },
};

/** Words, so that no text is a document itself, and no white space that HTML would collapse. */
const word = fc.stringMatching(/^[a-z]{1,5}[é<&"]?$/).map((text) => `${text}.`);
const row = fc.record({ a: word, b: word, c: word }, { noNullPrototype: true });
const rows = fc.uniqueArray(row, { minLength: 2, maxLength: 6, selector: ({ a }) => a });

for (const [format, { write, field }] of Object.entries(writers)) {
  describe(format, () => {
    test('a changed text is found at its path', () => {
      fc.assert(
        fc.property(rows, fc.constantFrom('b', 'c'), (list, member) => {
          const [first, ...rest] = list;
          const edited = [{ a: '', b: '', c: '', ...first, [member]: 'changed.' }, ...rest];
          const places = new Set(found(write(list), write(edited)).filter((finding) => !finding.endsWith(' format')));
          assert.deepEqual([...places], [`${field(member)} value`]);
        }),
      );
    });

    test('what is written twice is equal', () => {
      fc.assert(fc.property(rows, (list) => assert.deepEqual(found(write(list), write(structuredClone(list))), [])));
    });
  });
}

describe('one value as JSON, MessagePack and CBOR', () => {
  const name = fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('#bytes', '##tag', '__proto__', '1', '#1'));
  const number = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(-0, 2 ** 60),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(number, fc.string(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
    ),
  }));
  const answersOf = (one: unknown): readonly Answer[] => [
    typed('application/json', JSON.stringify(one)),
    typed('application/msgpack', msgpack(one)),
    typed('application/cbor', cbor(one)),
  ];

  test('is the same in each pair of them', () => {
    fc.assert(
      fc.property(value, fc.nat(2), fc.nat(2), (one, from, to) => {
        const answers = answersOf(one);
        const body = found(answers[from] as Answer, answers[to] as Answer).filter((each) => each.startsWith('body'));
        assert.deepEqual(body, []);
      }),
      { numRuns: 2_000 },
    );
  });

  test('and another value differs in each of them alike, in value, type and presence', () => {
    fc.assert(
      fc.property(value, value, (one, two) => {
        const [inJson, ...packed] = answersOf(one).map((answer, i) => {
          const places = found(answer, answersOf(two)[i] as Answer).filter((each) => !each.endsWith(' format'));
          return places.length > 0;
        });
        for (const differs of packed) assert.equal(differs, inJson);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('any bytes under any type', () => {
  const types = ['', 'application/octet-stream', 'text/plain', ...new Set(corpus.map(({ type }) => type))];
  const some = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.string({ maxLength: 60, unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
    fc
      .string({ maxLength: 60, unit: fc.constantFrom(...'<>/="\'&;:,{}[]-\n\r\u001e a1') })
      .map((text) => new TextEncoder().encode(text)),
  );

  test('are lifted to something', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), some, (type, bytes) => {
        const { kind } = lift(typed(type, bytes), decoders);
        assert.equal(kind === 'empty', bytes.length === 0);
      }),
      { numRuns: 3_000 },
    );
  });

  test('compare with any others, and what one side has alone the other lacks', () => {
    const encoding = fc.constantFrom('', 'gzip', 'br', 'deflate, gzip', 'identity', 'zstd', 'unheard-of');
    const body = fc.oneof(
      some,
      fc.tuple(fc.constantFrom(...corpus), fc.nat(), fc.nat()).map(([one, at, to]) => {
        const from = at % (one.bytes.length + 1);
        return Uint8Array.from([...one.bytes.subarray(0, from), ...one.bytes.subarray(from + (to % 5))]);
      }),
    );
    const anyAnswer = fc
      .tuple(fc.constantFrom(...types), encoding, body)
      .map(([type, packed, bytes]) =>
        answer(200, [['content-type', type], ...(packed ? [['content-encoding', packed] as const] : [])], bytes),
      );
    fc.assert(
      fc.property(anyAnswer, anyAnswer, anyAnswer, (primary, secondary, candidate) => {
        const seen = compareAnswers({ primary, secondary, candidate }, decoders).map(
          ({ field, aspect }) => `${field} ${aspect}`,
        );
        assert.equal(new Set(seen).size, seen.length);
        const presence = (one: Answer, other: Answer, aspect: string) => found(one, other).includes(`body ${aspect}`);
        assert.equal(presence(primary, candidate, 'missing'), presence(candidate, primary, 'extra'));
      }),
      { numRuns: 2_000 },
    );
  });

  test('differ from themselves in nothing, whatever is said of them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.constantFrom(...types), some, (type, other, bytes) => {
        const body = found(typed(type, bytes), typed(other, bytes)).filter((finding) => finding.startsWith('body'));
        assert.deepEqual(body, []);
      }),
      { numRuns: 1_000 },
    );
  });

  test('that are lifted by themselves are lifted so beside others', () => {
    fc.assert(
      fc.property(fc.constantFrom(...corpus), ({ type, bytes }) => {
        assert.deepEqual(found(typed(type, bytes), typed(type, bytes.slice())), []);
      }),
    );
  });
});
