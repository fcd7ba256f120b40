/** One part of an answer as it is shown: a JSON value with its source text kept, or a remark in place of one. */
export type Node =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [name: string, value: Node])[] }
  | { readonly kind: 'array'; readonly items: readonly Node[] }
  /** A JSON string. */
  | { readonly kind: 'string'; readonly text: string }
  /** Text that was never quoted: a header's value, a line. */
  | { readonly kind: 'text'; readonly text: string }
  /** Numbers keep their source text: 2^53+1 must not be shown as 2^53. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: string }
  /** Nested too deep or too far into a huge document to be opened; compared by its source text. */
  | { readonly kind: 'unread'; readonly reason: 'deep' | 'large'; readonly source: string }
  /** Words standing in for something that has no text, such as a binary body. */
  | { readonly kind: 'note'; readonly text: string };

export type Container = Extract<Node, { kind: 'object' | 'array' }>;

export function isContainer(node: Node | undefined): node is Container {
  return node?.kind === 'object' || node?.kind === 'array';
}

/** What two nodes must share to be called alike, their children aside. */
export function signature(node: Node): string {
  if (isContainer(node)) return node.kind;
  return `${node.kind}:${node.kind === 'unread' ? node.source : node.text}`;
}

const prints = new WeakMap<Node, number>();

/** A 32-bit FNV-1a hash of the whole subtree. It only guides alignment: a collision misaligns two rows, it never hides a difference. */
export function fingerprint(node: Node): number {
  const known = prints.get(node);
  if (known !== undefined) return known;
  let hash = 0x811c9dc5;
  if (node.kind === 'object') {
    // Order-free, so that {a,b} and {b,a} align.
    for (const [name, value] of node.entries)
      hash = (hash + Math.imul(hashText(name), 31) * (fingerprint(value) | 1)) | 0;
  } else if (node.kind === 'array') {
    for (const item of node.items) hash = Math.imul(hash ^ fingerprint(item), 0x01000193);
  } else {
    hash = hashText(signature(node));
  }
  prints.set(node, hash);
  return hash;
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
