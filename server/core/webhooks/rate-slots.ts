/** Slots are given so far ahead that none is lost until somebody looks again. */
export const slotsAheadMs = 1_500

/** Kept below the rate that was asked for, so that an uneven network does not make more of it. */
const slack = 1.05

/** How fast an endpoint is told things at most. */
export interface Pace {
  readonly ratePerSecond: number
  /** When the next one may be sent, epoch ms; null = now. */
  readonly nextSlotAt: number | null
}

/** How many may be taken now to be sent at their slots. */
export function countSlots({ ratePerSecond, nextSlotAt }: Pace, nowMs: number): number {
  const leftMs = nowMs + slotsAheadMs - Math.max(nowMs, nextSlotAt ?? nowMs)
  return leftMs < 0 ? 0 : Math.floor(leftMs / spacingMs(ratePerSecond)) + 1
}

/** Gives so many slots, one after another, and when the one after them is. */
export function giveSlots(
  { ratePerSecond, nextSlotAt }: Pace,
  nowMs: number,
  count: number,
): { slots: number[]; nextSlotAt: number } {
  const firstAt = Math.max(nowMs, nextSlotAt ?? nowMs)
  const at = (index: number) => Math.ceil(firstAt + index * spacingMs(ratePerSecond))
  return { slots: Array.from({ length: count }, (_one, index) => at(index)), nextSlotAt: at(count) }
}

function spacingMs(ratePerSecond: number): number {
  return (1_000 / ratePerSecond) * slack
}
