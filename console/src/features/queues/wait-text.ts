import type { EstimatedWait } from '@switchyard/sdk'
import { timerText } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'

/** Below this a wait is none to whoever waits. */
const noneMs = 5_000

/** A wait is told in whole minutes from here on, in quarters of a minute before. */
const minuteMs = 60_000

/** `0:45`, `7m`: as exact as an estimate is. */
export function roughTime(ms: number): string {
  if (ms >= 10 * minuteMs) return timerText(Math.round(ms / minuteMs) * minuteMs).replace(/:00$/, 'm')
  return timerText(Math.max(1, Math.round(ms / 15_000)) * 15_000)
}

/** For a request that comes now: a range, one figure where both ends read alike, no wait, or that it is unknown. */
export function waitText(wait: EstimatedWait | null): string {
  if (wait === null) return t('tile.waitUnknown')
  const { p50Seconds, p90Seconds } = wait
  if (p90Seconds * 1000 < noneMs) return t('tile.noWait')
  const [half, most] = [roughTime(p50Seconds * 1000), roughTime(p90Seconds * 1000)]
  if (half === most) return t('tile.waitAbout', { time: most })
  return p50Seconds * 1000 < noneMs ? t('tile.waitUnder', { time: most }) : t('tile.wait', { half, most })
}

/** Whether an estimate says that there is next to nothing to wait for. */
export function isNoWait({ p90Seconds }: EstimatedWait): boolean {
  return p90Seconds * 1000 < noneMs
}
