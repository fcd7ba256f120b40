/** "Did you mean": the known word that a mistyped one is closest to. */

/** At most two letters away; `-` and `_` are the same. undefined when nothing is that close. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll('-', '_');
  const ranked = known.map((candidate) => ({ candidate, away: distance(plain(candidate), plain(word)) }));
  return ranked.filter(({ away }) => away <= 2).sort((a, b) => a.away - b.away)[0]?.candidate;
}

/** Edit distance (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
