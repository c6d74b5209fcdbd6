/**
 * First in, first out, in constant time on average, whatever is taken out of its middle: that is passed over when its turn
 * comes, or swept out when there is more of it than of what waits.
 */
export class Queue<T> {
  private items: (T | undefined)[] = [];
  private head = 0;
  private count = 0;
  /** Taken out, and still among the items. */
  private readonly gone = new Set<T>();

  get length(): number {
    return this.count;
  }

  get first(): T | undefined {
    if (this.count === 0) return undefined;
    if (this.gone.size > 0) this.passOver();
    return this.items[this.head];
  }

  push(item: T): void {
    this.items.push(item);
    this.count += 1;
  }

  /** Puts an item before all others. */
  pushFirst(item: T): void {
    if (this.head === 0) this.makeRoom();
    this.head -= 1;
    this.items[this.head] = item;
    this.count += 1;
  }

  shift(): T | undefined {
    const item = this.first;
    if (item === undefined) return undefined;
    this.items[this.head] = undefined;
    this.head += 1;
    this.count -= 1;
    if (this.head > 1024 && this.head * 2 > this.items.length) this.sweep();
    return item;
  }

  /** Takes out an item that waits, wherever it stands. */
  remove(item: T): void {
    this.gone.add(item);
    this.count -= 1;
    if (this.gone.size > this.count + 1024) this.sweep();
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let index = this.head; index < this.items.length; index += 1) {
      const item = this.items[index];
      if (item !== undefined && !this.gone.has(item)) yield item;
    }
  }

  private passOver(): void {
    for (;;) {
      const item = this.items[this.head];
      if (item === undefined || !this.gone.delete(item)) return;
      this.items[this.head] = undefined;
      this.head += 1;
    }
  }

  private sweep(): void {
    this.items = [...this];
    this.gone.clear();
    this.head = 0;
  }

  /** As much in front as there is behind, so that on average each item is moved once. */
  private makeRoom(): void {
    const room = Math.max(16, this.items.length);
    this.items = [...new Array<undefined>(room), ...this.items];
    this.head = room;
  }
}
