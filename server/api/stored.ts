/** Exchanges of the store, compared once more. */
import { LearnedMaps, type Maps } from '../core/compare/maps.ts';
import type { Report } from '../core/gate/model.ts';
import type { StoredExchange } from '../store/contract.ts';

/** What the run has learned, as its findings tell. Nothing more is learned here: what is shown must not depend on which exchanges are left. */
export function mapsOf({ findings }: Report): (endpoint: string) => Maps {
  const learned = new LearnedMaps(findings);
  return (endpoint) => ({ isMap: learned.at(endpoint).isMap, fold: () => undefined, saw: () => undefined });
}

/** Of its answers together. */
export function bytesOf({ exchange: { answers } }: StoredExchange): number {
  return Object.values(answers).reduce(
    (sum, answer) => sum + (answer.kind === 'response' && answer.body.kind === 'whole' ? answer.body.bytes.length : 0),
    0,
  );
}
