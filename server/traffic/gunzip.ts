/** Unzipping that keeps what could be read of a damaged file. */
import { createGunzip } from 'node:zlib';

/** The gzip data ends early or is corrupt. Everything before that was handed out. */
export class GzipError extends Error {}

/** A little input at a time: it may unzip to a thousand times as much, and that is held until it was taken. */
const sliceLength = 16 * 1024;

/**
 * The stream is fed slice by slice and emptied after each. Piping would be shorter, but a stream that ends in an error drops
 * what it had already unzipped.
 * @throws GzipError after the last bytes that could be read
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip();
  let out: Buffer[] = [];
  let failure: Error | undefined;
  unzip.on('data', (chunk: Buffer) => out.push(chunk));
  unzip.on('error', (error) => {
    failure = error;
  });
  /** Ends the step under way. A write that fails never calls back, but the stream then closes. */
  let stepDone = (): void => {};
  unzip.on('close', () => stepDone());
  const step = (begin: () => void): Promise<void> =>
    new Promise((resolve) => {
      stepDone = resolve;
      begin();
    });
  const take = (): Buffer[] => {
    const taken = out;
    out = [];
    return taken;
  };
  try {
    for await (const chunk of chunks) {
      for (let from = 0; from < chunk.length; from += sliceLength) {
        await step(() => unzip.write(chunk.subarray(from, from + sliceLength), () => stepDone()));
        yield* take();
        if (failure !== undefined) throw damaged(failure);
      }
    }
    if (!unzip.closed) await step(() => unzip.end());
    yield* take();
    if (failure !== undefined) throw damaged(failure);
  } finally {
    unzip.destroy();
  }
}

function damaged(error: Error): GzipError {
  const isCut = 'code' in error && error.code === 'Z_BUF_ERROR';
  return new GzipError(isCut ? 'the gzip file is truncated' : `the gzip file is damaged: ${error.message}`, {
    cause: error,
  });
}
