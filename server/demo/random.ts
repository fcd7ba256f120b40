/** Uniform numbers in [0, 1), the same sequence for the same seed: Marsaglia's xorshift32 (J. Stat. Software 8(14), 2003). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  // Seeds 1, 2, 3 must not give sequences that begin alike, and zero is a fixed point of xorshift.
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x6d2b79f5) | 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 16; i += 1) next();
  return next;
}

/** A whole number in [low, high], both ends included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** Fisher and Yates: every order is equally likely. */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const rest = [...items];
  const out: T[] = [];
  while (rest.length > 0) out.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return out;
}

/** Standard normal, by Box and Muller. */
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
