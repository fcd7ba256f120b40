/** How text should look on a stream: colours and width. */
export interface Look {
  readonly color: boolean;
  readonly width: number;
}

/** Colours on a terminal unless NO_COLOR is set (no-color.org), or anywhere when FORCE_COLOR is. Width in columns, 40 to 120. */
export function lookOf(stream: { readonly isTTY?: boolean; readonly columns?: number }): Look {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0';
  const plain = (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb';
  return {
    color: forced || (stream.isTTY === true && !plain),
    width: Math.min(120, Math.max(40, stream.columns ?? 100)),
  };
}
