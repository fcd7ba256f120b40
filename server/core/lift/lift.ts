/** An answer's body -> the tree that is compared. */
import { type Content, contentOf, type Message } from './content.ts';
import type { Decoders } from './decoders.ts';
import { type Json, parseJson } from './json.ts';

export type Lifted =
  | Exclude<Content, { readonly kind: 'text' }>
  | { readonly kind: 'text'; readonly text: string; readonly length: number }
  | { readonly kind: 'json'; readonly value: Json; readonly length: number };

interface Lifter {
  /** Whether this media type (lower case, no parameters) says that the whole text is in this format. */
  readonly claims: (mediaType: string) => boolean;
  /** Whether a text of another or no media type is worth trying: cheap, and wrong now and then. */
  readonly suspects: (text: string) => boolean;
  /** The whole text or nothing: undefined when the text is not in this format. */
  readonly lift: (text: string, length: number) => Lifted | undefined;
}

/** A new media type is a row here and a file beside this one. The first row that can lift a text does. */
const lifters: readonly Lifter[] = [
  {
    claims: (mediaType) => /[/+]json$/.test(mediaType),
    // Only objects and arrays: a text such as `12` or `true` under another type is a text.
    suspects: (text) => /^\s*[[{]/.test(text),
    lift: (text, length) => {
      const value = parseJson(text);
      return value === undefined ? undefined : { kind: 'json', value, length };
    },
  },
];

/** Never throws: whatever cannot be read as what it claims to be is text, or else binary. */
export function lift(message: Message, decoders: Decoders): Lifted {
  const content = contentOf(message, decoders);
  if (content.kind !== 'text') return content;
  const { mediaType, text, length } = content;
  for (const lifter of lifters) {
    if (!lifter.claims(mediaType) && !lifter.suspects(text)) continue;
    const lifted = lifter.lift(text, length);
    if (lifted !== undefined) return lifted;
  }
  return { kind: 'text', text, length };
}
