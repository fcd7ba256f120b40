import type { Case, ReportFinding } from '../../../server/api/contract.ts';

/** From left to right; the candidate stands next to the secondary, the copy it is measured against. */
export const towerCases = ['primary', 'secondary', 'candidate', 'all'] as const satisfies readonly Case[];

export interface Towers {
  readonly towers: readonly {
    readonly case: Case;
    readonly count: number;
    /** Of the tallest, 0 to 1. */
    readonly height: number;
  }[];
  /** The height that noise alone would give the candidate: as often as the secondary stands alone. */
  readonly noiseLevel: number;
  /** Exchanges compared at the endpoint. */
  readonly total: number;
}

export function towersOf(counts: ReportFinding['counts']): Towers {
  const tallest = Math.max(1, ...towerCases.map((name) => counts[name]));
  return {
    towers: towerCases.map((name) => ({ case: name, count: counts[name], height: counts[name] / tallest })),
    noiseLevel: counts.secondary / tallest,
    total: towerCases.reduce((sum, name) => sum + counts[name], counts.agree),
  };
}
