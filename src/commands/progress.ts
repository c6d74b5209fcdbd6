import { cutTo } from '../render/width.js';
import type { Io } from './io.js';

/** Milliseconds after which someone who watches wants to know what is going on. */
const PATIENCE = 1000;

/** One line on standard error that says what a command is doing, if someone watches and it takes a while. */
export class Progress {
  private shown = false;
  private text = '';
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(private readonly io: Io) {
    if (!io.stderr.isTTY) return;
    this.timer = setTimeout(() => {
      this.shown = true;
      this.draw();
    }, PATIENCE);
    this.timer.unref();
  }

  say(text: string): void {
    this.text = text;
    if (this.shown) this.draw();
  }

  /** Leaves no trace. */
  end(): void {
    clearTimeout(this.timer);
    if (this.shown) this.io.stderr.write('\r\x1b[K');
  }

  private draw(): void {
    // A terminal may not know, and say 0.
    const { columns = 0 } = this.io.stderr;
    this.io.stderr.write(`\r\x1b[K${cutTo(this.text, (columns > 0 ? columns : 80) - 1, '')}`);
  }
}
