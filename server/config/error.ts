/** Something the user wrote is wrong; the message is one or more lines, each a sentence that names the place. Exit code 3. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
