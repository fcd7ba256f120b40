/** Examples of a run and where its targets are, for the reports about it. */
import { findExamples } from '../api/examples.ts';
import type { Config } from '../config/schema.ts';
import type { Targets } from '../core/gate/curl.ts';
import type { Report } from '../core/gate/model.ts';
import type { Shown } from '../core/gate/shown.ts';
import { decoders } from '../decoders.ts';
import type { Store } from '../store/contract.ts';

export async function shownFromStore(report: Report, store: Store, config: Config, strict: boolean): Promise<Shown> {
  const found = await findExamples(report, (id) => store.exchange(report.run.id, id), decoders);
  const ownHost = config.host_header === 'target';
  const examples = new Map(
    found.map(({ finding, ...example }) => [finding, ownHost ? withoutHost(example) : example] as const),
  );
  return { examples, targets: targetsOf(report, config), strict };
}

/** A run whose targets are not known now may be named after them: a build without a label goes by its URL. */
export function targetsOf(
  { run }: Report,
  { primary, candidate }: { readonly primary?: string | undefined; readonly candidate?: string | undefined },
): Targets {
  const old = primary ?? urlIn(run.baseline);
  const fresh = candidate ?? urlIn(run.candidate);
  return { ...(old && { primary: old }), ...(fresh && { candidate: fresh }) };
}

const urlIn = (label: string): string | undefined =>
  /^https?:\/\//.test(label) && URL.canParse(label) ? label : undefined;

function withoutHost<T extends { readonly request: { readonly headers: readonly (readonly [string, string])[] } }>(
  example: T,
): T {
  const headers = example.request.headers.filter(([name]) => name.toLowerCase() !== 'host');
  return { ...example, request: { ...example.request, headers } };
}
