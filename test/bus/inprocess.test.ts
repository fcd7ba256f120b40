import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import fc from 'fast-check';
import type { Committed, Delivery, Taker } from '../../server/bus/contract.ts';
import { InProcessBus, receive } from '../../server/bus/inprocess.ts';
import type { SkipCounts, SkipReason } from '../../server/core/exchange.ts';
import { agreement, difference, nameOf, repeat } from '../support/deliveries.ts';

/** What an analyst was given. */
class Books implements Taker {
  readonly names: string[] = [];
  readonly batches: number[] = [];
  skipped: Partial<Record<SkipReason, number>> = {};

  async take(deliveries: readonly Delivery[], skipped: SkipCounts): Promise<void> {
    this.names.push(...deliveries.map(nameOf));
    this.batches.push(deliveries.length);
    for (const [reason, n] of Object.entries(skipped)) {
      this.skipped = { ...this.skipped, [reason]: (this.skipped[reason as SkipReason] ?? 0) + n };
    }
  }

  async flush(): Promise<void> {}
}

interface Analyst {
  readonly port: MessagePort;
  /** Its thread ends, whatever it was doing. */
  die(): void;
}

function join(bus: InProcessBus, taker: Taker, committed?: Committed): Analyst {
  const { port1, port2 } = new MessageChannel();
  receive(port2, taker);
  bus.connect(port1, committed);
  return {
    port: port1,
    die: () => {
      port1.close();
      port2.close();
      bus.disconnect();
    },
  };
}

function joinFor(t: TestContext, bus: InProcessBus, taker: Taker, committed?: Committed): Analyst {
  const analyst = join(bus, taker, committed);
  t.after(() => analyst.die());
  return analyst;
}

/** Whether it is done after whatever can happen without it has happened. */
async function isDone(work: Promise<unknown>): Promise<boolean> {
  let done = false;
  const noted = work.then(() => {
    done = true;
  });
  for (let i = 0; i < 20 && !done; i++) await turn();
  void noted;
  return done;
}

const total = (counts: SkipCounts): number => Object.values(counts).reduce((sum, n) => sum + n, 0);

test('deliveries arrive in the order they were offered, batch after batch', async (t) => {
  const bus = new InProcessBus();
  const books = new Books();
  joinFor(t, bus, books);
  const offered = Array.from({ length: 1000 }, (_, i) => (i % 3 === 0 ? difference(`${i}`) : agreement(`${i}`)));
  for (const delivery of offered) bus.offer(delivery);
  await bus.drain();
  assert.deepEqual(books.names, offered.map(nameOf));
  assert.ok(books.batches.length > 1);
});

test('a batch’s memory moves to the analyst; the sender keeps its own bodies', async (t) => {
  const bus = new InProcessBus();
  const { port } = joinFor(t, bus, new Books());
  const posted = t.mock.method(port, 'postMessage');
  const sent = difference('e1');
  bus.offer(sent);
  await bus.drain();
  const moved = posted.mock.calls.flatMap(({ arguments: [message] }) => ('bytes' in message ? [message.bytes] : []));
  assert.equal(moved.length, 1);
  assert.ok(moved.every((bytes) => bytes instanceof ArrayBuffer && bytes.detached));
  assert.ok(sent.kind === 'difference' && sent.exchange.request.body.kind === 'whole');
  assert.equal(sent.exchange.request.body.bytes.length, 4);
});

test('a bus full of deliveries drops whole exchanges and counts them', async (t) => {
  const bus = new InProcessBus({ deliveries: 3, bytes: 1e6 });
  for (const name of ['a', 'b', 'c', 'd', 'e']) bus.offer(difference(name));
  const books = new Books();
  joinFor(t, bus, books);
  await bus.drain();
  assert.deepEqual(books.names, ['a', 'b', 'c']);
  assert.deepEqual(books.skipped, { overload: 2 });
});

test('a bus full of bytes drops whole exchanges, agreements too, until there is room', async (t) => {
  const bus = new InProcessBus({ deliveries: 100, bytes: 20 });
  for (const delivery of [difference('a'), difference('b'), difference('c'), agreement('d')]) bus.offer(delivery);
  const books = new Books();
  joinFor(t, bus, books);
  await bus.drain();
  bus.offer(difference('e'));
  await bus.drain();
  assert.deepEqual(books.names, ['a', 'b', 'e']);
  assert.deepEqual(books.skipped, { overload: 2 });
});

test('senders that wait for room lose nothing, however many wait at once', async (t) => {
  const bus = new InProcessBus({ deliveries: 2, bytes: 1e6 });
  await bus.put(agreement('0'));
  await bus.put(agreement('1'));
  const waiting = Array.from({ length: 50 }, (_, i) => bus.put(agreement(`${i + 2}`)));
  assert.equal(await isDone(Promise.race(waiting)), false);
  const books = new Books();
  joinFor(t, bus, books);
  await Promise.all(waiting);
  await bus.drain();
  assert.equal(books.names.length, 52);
  assert.deepEqual(books.skipped, {});
});

test('drain resolves once all was taken and flushed, not before', async (t) => {
  const bus = new InProcessBus();
  const books = new Books();
  const flushing = Promise.withResolvers<void>();
  const flushed = Promise.withResolvers<void>();
  joinFor(t, bus, {
    take: (deliveries, skipped) => books.take(deliveries, skipped),
    flush: () => {
      assert.equal(books.names.length, 600);
      flushing.resolve();
      return flushed.promise;
    },
  });
  for (let i = 0; i < 600; i++) bus.offer(agreement(`${i}`));
  bus.skip('sideEffects');
  const drained = bus.drain();
  await flushing.promise;
  assert.equal(await isDone(drained), false);
  flushed.resolve();
  await drained;
  assert.deepEqual(books.skipped, { sideEffects: 1 });
});

test('what a dead analyst had not answered counts as error, what waits goes to the next', async (t) => {
  const bus = new InProcessBus();
  const stuck = Promise.withResolvers<void>();
  const taking = Promise.withResolvers<void>();
  const first = join(bus, {
    take: () => {
      taking.resolve();
      return stuck.promise;
    },
    flush: async () => undefined,
  });
  bus.offer(agreement('lost'));
  bus.skip('tooLarge');
  await taking.promise;
  bus.offer(agreement('lost too'));
  await turn();
  await turn();
  // Two batches are on their way; what comes now waits.
  bus.offer(agreement('kept'));
  first.die();
  const drained = bus.drain();
  assert.equal(await isDone(drained), false);

  const books = new Books();
  joinFor(t, bus, books);
  await drained;
  stuck.resolve();
  assert.deepEqual(books.names, ['kept']);
  assert.deepEqual(books.skipped, { error: 2, tooLarge: 1 });
});

test('what a dead analyst had answered but not committed counts as error too', async (t) => {
  const bus = new InProcessBus();
  const first = join(bus, new Books());
  for (let i = 0; i < 5; i++) bus.offer(agreement(`${i}`));
  for (let i = 0; i < 3; i++) bus.skip('sideEffects');
  await bus.drain();
  first.die();
  const books = new Books();
  joinFor(t, bus, books, { compared: 2, notCompared: { sideEffects: 1, storeLost: 1 } });
  await bus.drain();
  assert.deepEqual(books.skipped, { sideEffects: 2, error: 2 });
});

test('a request that was sent again is no exchange: neither a full bus nor a dead analyst counts it', async (t) => {
  const bus = new InProcessBus({ deliveries: 1, bytes: 1000 });
  const first = join(bus, new Books());
  bus.offer(agreement('one'));
  bus.offer(repeat('one', ['f']));
  await bus.drain();
  await bus.put(repeat('one', ['f']));
  await bus.drain();
  first.die();
  const books = new Books();
  joinFor(t, bus, books, { compared: 0, notCompared: {} });
  await bus.drain();
  assert.deepEqual(books.skipped, { error: 1 });
});

test('an analyst that dies over a flush leaves it to the next', async (t) => {
  const bus = new InProcessBus();
  const flushing = Promise.withResolvers<void>();
  const first = join(bus, {
    take: async () => undefined,
    flush: () => {
      flushing.resolve();
      return new Promise(() => undefined);
    },
  });
  bus.offer(agreement('a'));
  const drained = bus.drain();
  await flushing.promise;
  first.die();
  const books = new Books();
  joinFor(t, bus, books);
  await drained;
  assert.deepEqual(books.skipped, { error: 1 });
});

test('nobody waits for an analyst that is not to come, and one that comes after all gets what waited', async (t) => {
  const bus = new InProcessBus({ deliveries: 1, bytes: 1e6 });
  bus.offer(agreement('a'));
  const waiting = [bus.put(agreement('b')), bus.drain()];
  bus.giveUp();
  await Promise.all(waiting);
  const books = new Books();
  joinFor(t, bus, books);
  await bus.drain();
  assert.deepEqual(books.names, ['a']);
  assert.deepEqual(books.skipped, { overload: 1 });
});

test('whoever comes and goes and whenever an analyst dies, all that was offered is taken or counted', async () => {
  const step = fc.constantFrom('offer', 'offerMany', 'put', 'skip', 'turn', 'commit', 'die', 'drain');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const bus = new InProcessBus({ deliveries: 5, bytes: 100 });
      const stored = { compared: 0, skipped: {} as Partial<Record<SkipReason, number>> };
      /** Commits when told; what it has not committed dies with it. */
      const analyst = () => {
        const books = new Books();
        const commit = () => {
          stored.compared += books.names.splice(0).length;
          for (const [reason, n] of Object.entries(books.skipped)) {
            stored.skipped = { ...stored.skipped, [reason]: (stored.skipped[reason as SkipReason] ?? 0) + n };
          }
          books.skipped = {};
        };
        const taker: Taker = { take: (d, s) => books.take(d, s), flush: async () => commit() };
        const committed = { compared: stored.compared, notCompared: { ...stored.skipped } };
        return { ...join(bus, taker, committed), commit };
      };
      let current = analyst();
      let given = 0;
      const puts: Promise<void>[] = [];
      const act: Readonly<Record<string, () => void | Promise<void>>> = {
        offer: () => bus.offer(difference(`${given++}`)),
        offerMany: () => {
          for (let i = 0; i < 7; i++) bus.offer(agreement(`${given++}`));
        },
        put: () => void puts.push(bus.put(difference(`${given++}`))),
        skip: () => {
          given++;
          bus.skip('sideEffects');
        },
        turn: () => turn(),
        commit: () => current.commit(),
        die: () => {
          current.die();
          current = analyst();
        },
        drain: () => bus.drain(),
      };
      for (const name of steps) await act[name]?.();
      await Promise.all(puts);
      await bus.drain();
      assert.equal(stored.compared + total(stored.skipped), given);
      current.die();
    }),
    { numRuns: 200 },
  );
});
