/** One line that is rewritten while a replay runs, on a terminal only. */
import type { Progress } from '../traffic/player.ts';

interface Output {
  readonly isTTY?: boolean;
  write(text: string): boolean;
}

/** At most ten times a second. `done` clears the line. */
export function progressOn(output: Output): { readonly show: (progress: Progress) => void; readonly done: () => void } {
  if (output.isTTY !== true) return { show: () => undefined, done: () => undefined };
  const started = performance.now();
  let shown = 0;
  return {
    show: ({ sent, failed, malformedCount }) => {
      const now = performance.now();
      if (now - shown < 100) return;
      shown = now;
      const answered = sent + failed;
      const rate = Math.round(answered / Math.max(0.001, (now - started) / 1000));
      const malformed = malformedCount > 0 ? `, ${malformedCount} malformed` : '';
      output.write(`\r\u001b[K  ${answered} requests, ${rate}/s${malformed}`);
    },
    done: () => {
      if (shown > 0) output.write('\r\u001b[K');
    },
  };
}
