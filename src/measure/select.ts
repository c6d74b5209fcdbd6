/**
 * The value that would stand at `index` if they were sorted; they are put in another order meanwhile.
 * In time that grows with their number alone (Hoare, *Algorithm 65: Find*, 1961), where sorting takes several times as long.
 */
export function select(values: Float64Array, index: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[index] as number;
    let left = from;
    let right = to;
    while (left <= right) {
      while ((values[left] as number) < pivot) left += 1;
      while (pivot < (values[right] as number)) right -= 1;
      if (left > right) break;
      const value = values[left] as number;
      values[left] = values[right] as number;
      values[right] = value;
      left += 1;
      right -= 1;
    }
    if (right < index) from = left;
    if (index < left) to = right;
  }
  return values[index] as number;
}
