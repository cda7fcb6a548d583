let count = 0
const written: string[] = []

/** A UUIDv7 that is the next number. */
export function nextId(): string {
  count += 1
  return (written[count] ??= numberedId(count))
}

export function numberedId(number: number): string {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

/** Begins to count anew; numbers below are left to rows that are there from the beginning. */
export function resetIds(): void {
  count = 1_000
}
