/** Sending a stored request again, and what came of it for each finding that its exchange showed. */
import { directed } from '../core/finding.ts';
import type { ReportFinding } from '../core/gate/model.ts';
import { redactedIn } from '../core/redact.ts';
import type { StoredExchange } from '../store/contract.ts';
import type { Replayed } from './contract.ts';
import { ApiError } from './errors.ts';
import type { Sources } from './route.ts';

/** What it says of a finding is counted there as well. */
export async function replay(
  { reportOf, askAgain }: Sources,
  run: string,
  stored: StoredExchange,
  times: number,
): Promise<Replayed> {
  const { id: of, request } = stored.exchange;
  const hidden = redactedIn(request);
  if (hidden.length > 0) {
    const what = `${hidden.join(', ')} ${hidden.length === 1 ? 'was' : 'were'}`;
    throw notRepeatable(`${what} replaced before the request was stored, because credentials are never kept.`);
  }
  const before = await reportOf(run);
  const shown = shownBy(stored, before?.findings ?? []);
  if (before === undefined || shown.length === 0) {
    throw notRepeatable('There is nothing to reproduce: the candidate alone was the odd one nowhere in this exchange.');
  }
  const findings = shown.map(({ id }) => id);
  const refused = await askAgain({ run: before.run.id, of, request, findings, times });
  if (refused !== undefined) throw notRepeatable(refused);

  const after = new Map((await reportOf(run))?.findings.map((finding) => [finding.id, finding.confirmed]));
  return {
    times,
    findings: shown.map(({ id, field, aspect, confirmed }) => {
      const { tries, candidate, secondary } = after.get(id) ?? confirmed;
      const more = {
        tries: tries - confirmed.tries,
        candidate: candidate - confirmed.candidate,
        secondary: secondary - confirmed.secondary,
      };
      return { id, field, aspect, ...more, sentence: `${more.candidate} of ${more.tries} reproduce` };
    }),
  };
}

/** Findings in which the candidate alone was the odd one. How long answers take says nothing when it is asked for. */
function shownBy({ observations }: StoredExchange, findings: readonly ReportFinding[]): readonly ReportFinding[] {
  const odd = new Set(observations.flatMap((seen) => (seen.case === 'candidate' ? [seen.finding] : [])));
  return findings.filter(
    ({ id, supersedes, aspect }) => !directed.has(aspect) && [id, ...supersedes].some((each) => odd.has(each)),
  );
}

const notRepeatable = (why: string): ApiError => new ApiError('notRepeatable', why);
