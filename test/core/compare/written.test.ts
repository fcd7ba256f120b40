import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compareAnswers } from '../../../server/core/compare/compare.ts';
import { identical } from '../../../server/core/compare/identical.ts';
import type { Answer, HeaderLine } from '../../../server/core/exchange.ts';
import { decoders } from '../../../server/decoders.ts';
import { headed, raw } from '../answers.ts';

const equalBytes = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const base64 = (text: string) => Buffer.from(text).toString('base64');

const texts = fc.constantFrom(
  ...['', 'paid', 'not paid', '12', '12.50', '1,234.50', '2026-03-04', '04.03.2026', '2026-03-04T10:00:00Z'],
  ...['{"a":1}', '{ "a": 1 }', '{"a":2,"b":"{\\"c\\":1}"}', '[1,2]', '[2,1]', base64('{"a":1}'), base64('{"a":3}')],
  ...['/x?a=1&b=2', '/x?b=2&a=1', '/x?a=2', 'https://a.example/x?a=1', 'https://b.example/x', 'HTTPS://b.example/x'],
  ...['eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.c2ln', '1234abcd', '12345678'],
);
const scalars = fc.oneof(
  texts.map((text) => JSON.stringify(text)),
  fc.constantFrom('1', '1.0', '1e0', '-0', '0', '2', '2.50', '9007199254740993', 'true', 'null', '[1]', '{"a":1.0}'),
);
const bodies = fc
  .array(scalars, { maxLength: 3 })
  .map((list) => raw(`{"v":${list[0] ?? '0'},"list":[${list.join()}]}`));

const lines: fc.Arbitrary<HeaderLine> = fc.tuple(
  fc.constantFrom(
    'Date',
    'Age',
    'Set-Cookie',
    'Vary',
    'Link',
    'Cache-Control',
    'Content-Type',
    'ETag',
    'X-A',
    'Location',
  ),
  fc.oneof(
    texts,
    fc.constantFrom(
      'a=1; Path=/',
      'a=2; HttpOnly',
      'a, b',
      'b,A',
      '</x?p=1>; rel=next',
      '</x?p=2>; rel="next"; title=x',
    ),
  ),
);
const headers = fc.array(lines, { maxLength: 5 }).map((list) => headed(...list));

const answers: Readonly<Record<string, fc.Arbitrary<Answer>>> = { bodies, headers };

for (const [kind, any] of Object.entries(answers)) {
  const seen = (primary: Answer, secondary: Answer, candidate: Answer) =>
    new Set(
      compareAnswers({ primary, secondary, candidate }, decoders).map(
        (found) => `${found.field} ${found.aspect} ${found.case}`,
      ),
    );

  describe(`whatever is written in ${kind}`, () => {
    test('equal answers differ in nothing', () => {
      fc.assert(fc.property(any, (one) => assert.equal(seen(one, structuredClone(one), structuredClone(one)).size, 0)));
    });

    test('secondary and candidate are treated alike', () => {
      const swapped: Readonly<Record<string, string>> = { candidate: 'secondary', secondary: 'candidate' };
      fc.assert(
        fc.property(any, any, any, (primary, one, two) => {
          const mirrored = [...seen(primary, two, one)].map((found) =>
            found.replace(/\w+$/, (which) => swapped[which] ?? which),
          );
          assert.deepEqual(new Set(mirrored), seen(primary, one, two));
        }),
        { numRuns: 1_000 },
      );
    });

    test('what one lacks the other way the other has', () => {
      const swapped: Readonly<Record<string, string>> = { missing: 'extra', extra: 'missing' };
      fc.assert(
        fc.property(any, any, (one, two) => {
          const back = [...seen(two, two, one)].map((found) =>
            found.replace(/(missing|extra)(?= candidate$)/, (aspect) => swapped[aspect] ?? aspect),
          );
          assert.deepEqual(new Set(back), seen(one, one, two));
        }),
        { numRuns: 1_000 },
      );
    });

    test('identical answers have no difference', () => {
      fc.assert(
        fc.property(any, any, (primary, candidate) => {
          fc.pre(identical({ primary, candidate }, equalBytes));
          assert.equal(seen(primary, primary, candidate).size, 0);
        }),
      );
    });
  });
}

test('texts that differ are never called equal', () => {
  fc.assert(
    fc.property(texts, texts, (one, two) => {
      const found = compareAnswers(
        { primary: raw(JSON.stringify(one)), candidate: raw(JSON.stringify(two)) },
        decoders,
      );
      assert.equal(found.length === 0, one === two);
    }),
  );
});

test('which of two equal items is left over does not depend on the side that it stands on', () => {
  const differences = (one: string, two: string) =>
    compareAnswers({ primary: raw(one), secondary: raw(one), candidate: raw(two) }, decoders)
      .map(({ field, aspect }) => `${field} ${aspect}`)
      .sort();
  assert.deepEqual(differences('[1,0,-0]', '[0,1]'), ['body order', 'body[] format', 'body[] missing']);
  assert.deepEqual(differences('[0,1]', '[1,0,-0]'), ['body order', 'body[] extra', 'body[] format']);
});
