/** The most rows one insert statement takes. */
const largest = 64;

/**
 * Cuts rows into chunks whose sizes are powers of two up to 64: 100 rows become 64, 32 and 4. So each table's insert
 * has at most seven texts, and the database prepares each of them once.
 */
export function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  let at = 0;
  let size = largest;
  while (at < rows.length) {
    while (size > rows.length - at) size /= 2;
    yield rows.slice(at, at + size);
    at += size;
  }
}
