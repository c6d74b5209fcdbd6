/** SQLSTATE classes of a server that is going, gone, or not there yet: connection, operator intervention, too many clients. */
const GONE = /^(08|57P|53300)/;

/** Was it the connection that failed, and not what was asked? Whether that has been done nobody knows. */
export function isBroken(error: unknown): boolean {
  const code = codeOf(error);
  return !/^[\dA-Z]{5}$/.test(code) || GONE.test(code);
}

/** SQLSTATE, or what the operating system says. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
