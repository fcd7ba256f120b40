/** Names of fields, as the contract spells them. */

/** Characters of a name that is data; a longer one is cut, and fields that share its start fold together. */
const longestKey = 100;
/** With the mark of an attribute (`@id`) or of what has no name of its own (`#text`). */
const identifier = /^[@#]?[A-Za-z_$][\w$]*$/;

/** A name as it stands in a field. */
export const shownKey = (key: string): string => (key.length > longestKey ? `${key.slice(0, longestKey)}…` : key);

/** `.total`, or `["odd.name"]` where the key is no plain identifier. */
export function memberOf(field: string, key: string): string {
  const shown = shownKey(key);
  return identifier.test(shown) ? `${field}.${shown}` : `${field}[${JSON.stringify(shown)}]`;
}

const token = /^[\w$-]+$/;

/** A part of a header: names of headers and of what stands in them have dashes. */
export function partOf(field: string, name: string): string {
  return token.test(name) ? `${field}.${shownKey(name)}` : memberOf(field, name);
}

/** Any item of the array at this field. */
export const itemsOf = (field: string): string => `${field}[]`;

/** Any member of the map at this field. */
export const entriesOf = (field: string): string => `${field}.{}`;

/** Names of members, each made once: items of a list share theirs. */
export type FieldNames = Map<string, Map<string, string>>;

/** undefined when this walk has not met it yet. */
export const knownName = (names: FieldNames, field: string, key: string): string | undefined =>
  names.get(field)?.get(key);

export function nameIn(names: FieldNames, field: string, key: string): string {
  let members = names.get(field);
  if (members === undefined) {
    members = new Map();
    names.set(field, members);
  }
  let name = members.get(key);
  if (name === undefined) {
    name = memberOf(field, key);
    members.set(key, name);
  }
  return name;
}
