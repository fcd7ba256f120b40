import assert from 'node:assert/strict';
import { test } from 'node:test';
import { triptych } from '../support/program.ts';

test('the demo tells the totals that are rounded by their currency', async () => {
  const { code, stdout } = await triptych('demo', '--once');
  assert.equal(code, 0);
  const text = stdout.replaceAll(/\s+/g, ' ');
  assert.match(text, /found GET \/customers\/\{id\}: the phone number is gone \(body\.phone missing\)/);
  assert.match(text, /not yet GET \/reports\/sales: .* \(latency\): hides in noise/);
  assert.match(text, /GET \/orders\/\{id\} body\.total value [^=]* Only with answer currency=JPY\./);
});
