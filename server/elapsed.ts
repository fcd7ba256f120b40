/** The clock that a comparison is given: the core has none of its own. */

/** Milliseconds since this call, of this thread's CPU time: that somebody else used the machine says nothing about the answers. */
export function sinceNow(): () => number {
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  const start = spent();
  return () => spent() - start;
}
