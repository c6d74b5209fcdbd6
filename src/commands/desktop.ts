import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * What opens an address on the desktop of this machine, with what goes before the address. No shell reads it.
 *
 * @returns `undefined` where there is no desktop
 */
export function openerOf(
  platform: NodeJS.Platform,
  env: Env,
  isWsl: () => boolean = inWsl,
): string[] | undefined {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  const isShown = [env.DISPLAY, env.WAYLAND_DISPLAY].some(
    (display) => display !== undefined && display !== '',
  );
  return isShown && !isWsl() ? ['xdg-open'] : undefined;
}

/** There Linux has a display, and the browser is on the other side. */
function inWsl(): boolean {
  return existsSync('/proc/sys/fs/binfmt_misc/WSLInterop');
}

/**
 * Opens an address on the desktop, and does not wait for whoever looks at it.
 *
 * @returns whether there is a desktop on which it could be begun
 */
export function openOnDesktop(address: string): Promise<boolean> {
  const [command, ...words] = openerOf(process.platform, process.env) ?? [];
  if (command === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(command, [...words, address], { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
