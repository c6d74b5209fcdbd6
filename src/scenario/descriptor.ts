/** A stream that the process has been given, as `<(command)` and `/dev/stdin` are: unlike a named pipe, somebody is at its other end. */
export function isDescriptor(path: string): boolean {
  return /^\/(?:dev\/(?:std(?:in|out|err)|fd\/\d+)|proc\/(?:self|\d+)\/fd\/\d+)$/.test(path);
}
