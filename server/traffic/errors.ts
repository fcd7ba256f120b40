/** Nothing of a traffic file can be read. The message is one sentence for a person and begins with the file's name. */
export class TrafficError extends Error {
  override readonly name = 'TrafficError';
}
