/** The analyst's thread: opens the store, takes what the bus brings, ends when told. */
import { createHash, createHmac } from 'node:crypto';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import pino from 'pino';
import type { Committed } from '../bus/contract.ts';
import { receive } from '../bus/inprocess.ts';
import { credentialHeaders, redactor } from '../core/redact.ts';
import type { NamedRule } from '../core/rules/rule.ts';
import { decoders } from '../decoders.ts';
import { openStore } from '../store/open.ts';
import { Analyst } from './analyst.ts';

export interface AnalystData {
  readonly db: string;
  readonly run: string;
  readonly alpha: number;
  readonly redact: readonly string[];
  readonly rules: readonly NamedRule[];
  /** Key of the hash that replaces credentials. */
  readonly key: string;
  readonly port: MessagePort;
}

export type FromAnalyst =
  | { readonly kind: 'ready'; readonly committed: Committed }
  | { readonly kind: 'storeProblem'; readonly problem: string | undefined }
  | { readonly kind: 'closed' };

const data = workerData as AnalystData;
const parent = parentPort;
if (parent === null) throw new Error('the analyst runs as a worker thread');
const tell = (message: FromAnalyst): void => parent.postMessage(message);

const store = await openStore(data.db);
const analyst = await Analyst.open({
  store,
  run: data.run,
  alpha: data.alpha,
  decoders,
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  checksum: crc32,
  redact: redactor({
    headers: [...credentialHeaders, ...data.redact],
    keyedHash: (text) => createHmac('sha256', data.key).update(text).digest('hex'),
  }),
  random: Math.random,
  rules: data.rules,
  log: pino({ name: 'analyst' }, pino.destination(2)),
  storeProblem: (problem) => tell({ kind: 'storeProblem', problem }),
});
receive(data.port, analyst);
parent.once('message', async () => {
  await analyst.close();
  await store.close();
  data.port.close();
  tell({ kind: 'closed' });
});
tell({ kind: 'ready', committed: analyst.before });
