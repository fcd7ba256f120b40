/** Names of fields in which keys that are data stand as `.{}`. */

/** `.name`, `["odd.name"]`, `[]`, `.{}`; what else there is comes in pieces and names no member. */
const steps = /\.\{\}|\[\]|\["(?:[^"\\]|\\.)*"\]|\.?[^.[<]+|[\s\S]/g;

const isMember = (step: string): boolean => (step.startsWith('.') && step !== '.{}') || step.startsWith('["');

/** The field as it is called when the objects at these fields are maps, which are called so themselves: `body.a.{}.b`. */
export function foldedField(field: string, maps: ReadonlySet<string>): string {
  if (maps.size === 0) return field;
  let name = '';
  for (const [step] of field.matchAll(steps)) name += isMember(step) && maps.has(name) ? '.{}' : step;
  return name;
}

/** The maps that a field's name tells of: `body.a.{}.b.{}` -> `body.a` and `body.a.{}.b`. */
export function mapsIn(field: string): readonly string[] {
  if (!field.includes('.{}')) return [];
  const maps: string[] = [];
  let name = '';
  for (const [step] of field.matchAll(steps)) {
    if (step === '.{}') maps.push(name);
    name += step;
  }
  return maps;
}
