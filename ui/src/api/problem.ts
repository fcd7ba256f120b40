import type { Problem } from '../../../server/api/contract.ts';

/** A request that brought no answer to show; `problem` is what to tell the reader. */
export class RequestFailed extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
    this.problem = problem;
  }
}

/** The problem document of an error answer, or one made from what there is when something else answered (a gateway's page, say). */
export function problemOf(status: number, text: string): Problem {
  const found = parsed(text);
  const field = (name: string, otherwise: string) => {
    const value = found?.[name];
    return typeof value === 'string' && value !== '' ? value : otherwise;
  };
  return {
    type: field('type', 'about:blank'),
    title: field('title', `The server answered ${status}`),
    status,
    detail: field('detail', text.trim().slice(0, 300) || 'It gave no reason.'),
  };
}

/** Nothing answered at all. Status 0 stands for that. */
export function unreachable(reason: string): Problem {
  return {
    type: 'about:blank',
    title: 'The server cannot be reached',
    status: 0,
    detail: `${reason}. It may have been stopped, or the network is down.`,
  };
}

export function problemFrom(error: unknown): Problem {
  if (error instanceof RequestFailed) return error.problem;
  return { type: 'about:blank', title: 'This could not be shown', status: 0, detail: String(error) };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
