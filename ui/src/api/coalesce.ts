/** Runs `action` at once, then at most once each `ms`; calls in between are answered by one run at the end of that time. */
export function coalesced(action: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const run = () => {
    action();
    timer = setTimeout(() => {
      timer = undefined;
      if (!again) return;
      again = false;
      run();
    }, ms);
  };
  return () => {
    if (timer === undefined) run();
    else again = true;
  };
}
