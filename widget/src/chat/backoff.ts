const firstMs = 500
const longestMs = 15_000

/** How long to wait before the next try; spread, so that a thousand pages do not come back at the same instant. */
export function pauseMs(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1))
  return Math.round(ceiling * (0.5 + random() / 2))
}
