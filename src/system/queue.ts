/** First in, first out, in constant time; what is taken out of the middle is passed over. */
export class Queue<T> {
  private items: (T | undefined)[] = [];
  private head = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  get first(): T | undefined {
    if (this.count === 0) return undefined;
    while (this.head < this.items.length && this.items[this.head] === undefined) this.head += 1;
    return this.items[this.head];
  }

  push(item: T): void {
    this.items.push(item);
    this.count += 1;
  }

  /** Takes an item to the front from wherever it stands. */
  bringForward(item: T): void {
    if (this.first === item || !this.remove(item)) return;
    if (this.head > 0) this.head -= 1;
    else this.items.unshift(undefined);
    this.items[this.head] = item;
    this.count += 1;
  }

  shift(): T | undefined {
    const item = this.first;
    if (item === undefined) return undefined;
    this.items[this.head] = undefined;
    this.head += 1;
    this.count -= 1;
    if (this.head > 1024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  /** Takes an item out, wherever it stands. */
  remove(item: T): boolean {
    const index = this.items.indexOf(item, this.head);
    if (index === -1) return false;
    this.items[index] = undefined;
    this.count -= 1;
    return true;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let index = this.head; index < this.items.length; index += 1) {
      const item = this.items[index];
      if (item !== undefined) yield item;
    }
  }
}
