/** The boundary of a multipart body: made up anew for every answer, and yet the key to its body. */
import { headerValue, type Response } from '../exchange.ts';
import { mediaTypeOf } from '../lift/media.ts';
import { pairsThat } from './bits.ts';
import { equalBytes } from './body.ts';
import { sameBody } from './bytes.ts';
import type { Differences } from './differences.ts';

/**
 * Notes another boundary where the bodies are the same bytes: one of the two cannot be read with it. Of other bodies it says
 * nothing by itself, as they are read with it; nor of none.
 */
export function compareBoundaries(
  differences: Differences,
  primary: Response,
  secondary: Response | undefined,
  candidate: Response,
): void {
  const values = [boundaryOf(primary), secondary && boundaryOf(secondary), boundaryOf(candidate)] as const;
  const bits = pairsThat<Response>(otherBoundary, primary, secondary, candidate);
  differences.note('headers.content-type.boundary', 'value', bits, values);
}

/** undefined where there is none, which is a difference of its own. */
function boundaryOf({ headers }: Response): string | undefined {
  const type = headerValue(headers, 'content-type');
  if (type === undefined || !/^\s*multipart\//i.test(type)) return undefined;
  return mediaTypeOf(type).parameters.get('boundary');
}

function otherBoundary(a: Response, b: Response): boolean {
  const one = boundaryOf(a);
  const two = boundaryOf(b);
  if (one === undefined || two === undefined || one === two) return false;
  return !isEmpty(a) && sameBody(a.body, b.body, equalBytes);
}

const isEmpty = ({ body }: Response): boolean => body.kind === 'whole' && body.bytes.length === 0;
