/** What a report is told with besides its own numbers. */
import type { Targets } from './curl.ts';
import type { Example } from './model.ts';

export interface Shown {
  /** Finding id -> one exchange that shows it. */
  readonly examples: ReadonlyMap<string, Example>;
  /** For the commands that ask once more. */
  readonly targets: Targets;
  /** An inconclusive verdict fails the build. */
  readonly strict: boolean;
}

export const nothingShown: Shown = { examples: new Map(), targets: {}, strict: false };
