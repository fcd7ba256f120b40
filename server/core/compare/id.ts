import type { Aspect } from '../finding.ts';

/**
 * The id of a finding: 12 hex digits, the same in every run and on every machine.
 * @param sha256 hex digest of a text's UTF-8 bytes.
 */
export function findingId(endpoint: string, field: string, aspect: Aspect, sha256: (text: string) => string): string {
  // As JSON, since a field's name may hold any separator.
  return sha256(JSON.stringify([endpoint, field, aspect])).slice(0, 12);
}
