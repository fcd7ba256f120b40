/** Entries of `accept:` as people write them -> entries, with a clause for each mistake; and from a finding back to its entry. */
import { z } from 'zod';
import { anyText, endpointName, field, someAspects, text, until, wrongKeys } from '../rules/schema.ts';
import { rate } from './amounts.ts';
import { percentUp } from './figures.ts';
import type { Acceptance, ReportFinding } from './model.ts';

const expectedId = 'the id of a finding: 12 hex digits in "quotes"';
const isId = (written: string): boolean => /^[0-9a-f]{12}$/.test(written);

function checkId(written: string): void {
  if (!isId(written)) throw new RangeError(`expected ${expectedId}`);
}

const shape = {
  finding: text(expectedId, checkId).exactOptional(),
  endpoint: endpointName.exactOptional(),
  field: field.exactOptional(),
  aspects: someAspects.exactOptional(),
  rate: text('a rate such as 0.1% or 0.001', rate).transform(rate).exactOptional(),
  until: until.exactOptional(),
  reason: anyText.exactOptional(),
};

const entry: z.ZodType<Acceptance> = z
  .strictObject(shape, wrongKeys(Object.keys(shape), 'expected the id of a finding, or an entry with a field'))
  .refine(({ finding, field }) => finding !== undefined || field !== undefined, 'expected a finding or a field');

/** A list of them, or the same as JSON. An id alone, and JSON in a text, are entries too. */
export const acceptances = z.unknown().transform((written, context): readonly Acceptance[] => {
  const list = typeof written === 'string' ? fromJson(written) : written;
  if (!Array.isArray(list)) {
    context.addIssue({ code: 'custom', message: 'expected a list of accepted differences' });
    return z.NEVER;
  }
  return list.flatMap((item: unknown, i) => {
    const read = entry.safeParse(typeof item === 'string' ? fromText(item) : item);
    if (read.success) return [read.data];
    for (const { path, message } of read.error.issues)
      context.addIssue({ code: 'custom', message, path: [i, ...path] });
    return [];
  });
});

const fromText = (item: string): unknown => (/^\s*\{/.test(item) ? fromJson(item) : { finding: item.trim() });

/** undefined where it is none. */
function fromJson(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/**
 * The entry that accepts a finding as it is now, and no more of it: one line of YAML to paste below `accept:`.
 * Texts are written as JSON strings, which YAML reads as they are.
 */
export function acceptanceText({
  id,
  endpoint,
  field,
  aspect,
  delta,
}: Pick<ReportFinding, 'id' | 'endpoint' | 'field' | 'aspect' | 'delta'>): string {
  const parts = [
    `finding: ${JSON.stringify(id)}`,
    `endpoint: ${JSON.stringify(endpoint)}`,
    `field: ${JSON.stringify(field)}`,
    `aspects: ${aspect}`,
    ...(delta.value > 0 ? [`rate: ${percentUp(delta.value).replace(' ', '')}`] : []),
  ];
  return `- { ${parts.join(', ')} }`;
}
