/** Choices that a seed repeats. */

export interface Random {
  /** From 0 to `most` - 1. */
  readonly below: (most: number) => number;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
}

/** The generator is "mulberry32", of 32 bits of state: enough for inputs that only have to vary. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (most: number): number => Math.floor(next() * most);
  return { below, pick: (choices) => choices[below(choices.length)] ?? choices[0] };
}
