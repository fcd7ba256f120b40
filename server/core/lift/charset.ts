/** Bytes -> text, by what says in which charset they are. */
import type { MediaType } from './media.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * undefined when the bytes are not valid in their charset: they are no text then. A byte order mark outranks the header, as it
 * does in browsers; what the document says of itself (`<meta charset>`, the XML declaration) counts where neither speaks.
 */
export function textOf(bytes: Uint8Array, declared: MediaType): string | undefined {
  const decoder = decoderFor(bytes, declared);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function decoderFor(bytes: Uint8Array, declared: MediaType): TextDecoder {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoderNamed('utf-16be');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoderNamed('utf-16le');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return utf8;
  return decoderNamed(declared.parameters.get('charset') ?? ownCharset(bytes, declared.name) ?? 'utf-8');
}

function decoderNamed(charset: string): TextDecoder {
  const label = charset.toLowerCase();
  if (label === 'utf-8') return utf8;
  try {
    return new TextDecoder(label, { fatal: true });
  } catch (error) {
    if (error instanceof RangeError) return utf8;
    throw error;
  }
}

const declaration = /^\s*<\?xml\s[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/;
const meta = /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i;
/** Bytes in which a document has to say it (HTML standard, section 4.2.5.4). */
const prelude = 1_024;

/** A document that could be read this far is in no UTF-16, whatever it says. */
function ownCharset(bytes: Uint8Array, mediaType: string): string | undefined {
  if (mediaType !== '' && !/html|xml/.test(mediaType)) return undefined;
  const start = String.fromCharCode(...bytes.subarray(0, prelude));
  if (!/^\s*</.test(start)) return undefined;
  const charset = (declaration.exec(start) ??
    (mediaType === '' || /html/.test(mediaType) ? meta.exec(start) : null))?.[1];
  return charset === undefined || /^utf-?16/i.test(charset) ? undefined : charset;
}
