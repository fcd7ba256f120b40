/** Width and height of an image, read from its head. */
import { imageSize } from 'image-size';

export type Dimensions = { readonly width: number; readonly height: number };

/**
 * Bytes of the head that are looked at, by magic type: JPEG puts thumbnails and profiles first, and AVIF is searched in time
 * that grows with the square.
 */
const heads: ReadonlyMap<string, number> = new Map([
  ['png', 1_024],
  ['gif', 1_024],
  ['webp', 1_024],
  ['bmp', 1_024],
  ['ico', 1_024],
  ['jpeg', 256 * 1_024],
  ['avif', 8 * 1_024],
  ['heic', 8 * 1_024],
]);

/** What looking takes: markers of a JPEG may follow each other byte by byte. */
export const unitsOfImage = (bytes: Uint8Array, magic: string | undefined): number =>
  Math.min(bytes.length, heads.get(magic ?? '') ?? 0) >> 1;

/** Pixels as stored, before any rotation. undefined for what is no image of a known kind, and for a damaged one. */
export function dimensionsOf(bytes: Uint8Array, magic: string | undefined): Dimensions | undefined {
  const head = heads.get(magic ?? '');
  if (head === undefined) return undefined;
  try {
    const { width, height } = imageSize(bytes.subarray(0, head));
    return Number.isInteger(width) && Number.isInteger(height) ? { width, height } : undefined;
  } catch {
    // Whatever the package trips over in damaged bytes, they have no dimensions that could be compared; their hash is.
    return undefined;
  }
}
