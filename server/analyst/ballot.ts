/** Time blocks, and which requests have voted in the one under way. */

/** Length of a time block in milliseconds. */
const blockLength = 10_000;

export const blockOf = (at: number): number => Math.floor(at / blockLength);

/** Votes of one block that are remembered, for all findings together: some 20 MB. */
const mostVotes = 400_000;

/** Ranks are folded into so many, so that a fingerprint of 32 bits and a rank are one exact number. */
const ranks = 2 ** 21;

/**
 * The same request a thousand times is one vote for each finding and time block: a health check or a hot page must not outvote the
 * rest, as a cached answer that is stale is stale each time. Which of a request's votes counts is decided before it is known whose
 * it is, so the coin stays fair.
 */
export class Ballot {
  #block = 0;
  #voted = new Set<number>();

  /**
   * Whether it still has its vote. What cannot be remembered has none: fewer votes only make the evidence less. A late exchange
   * votes in the block under way.
   * @param rank of the finding
   * @param request fingerprint, 32 bits; undefined where requests are not told apart
   */
  admits(rank: number, request: number | undefined, at: number): boolean {
    if (request === undefined) return true;
    const block = blockOf(at);
    if (block > this.#block) {
      this.#block = block;
      this.#voted = new Set();
    }
    const vote = request * ranks + (rank % ranks);
    if (this.#voted.has(vote) || this.#voted.size >= mostVotes) return false;
    this.#voted.add(vote);
    return true;
  }
}
