/** HTML and XML that nothing from outside can break out of: a text is always escaped, only what was made here is not. */

export interface Markup {
  readonly markup: string;
}

type Piece = string | number | Markup | readonly Markup[];

/** Template tag. Texts go into content, and into attributes in double quotes. */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const rendered = parts.map((part, i) => part + (i < pieces.length ? render(pieces[i] ?? '') : ''));
  return { markup: rendered.join('') };
}

/** What is left out where there is nothing to show. */
export const none: Markup = { markup: '' };

const render = (piece: Piece): string => {
  if (typeof piece === 'string') return escaped(legal(piece));
  if (typeof piece === 'number') return String(piece);
  return 'markup' in piece ? piece.markup : piece.map((one) => one.markup).join('');
};

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** Only what XML 1.0 section 2.2 allows; the rest cannot even be written as a reference. */
const legal = (text: string): string => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
