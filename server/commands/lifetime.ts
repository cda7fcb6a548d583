import { AppError } from '../platform/errors.ts'

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** Reads `30d`, `12h`, `90m` or `2w`. Throws `invalid`. */
export function lifetimeMs(text: string): number {
  const [, count, unit] = /^(\d{1,4})([mhdw])$/.exec(text) ?? []
  const ms = Number(count) * (unitMs[unit ?? ''] ?? Number.NaN)
  if (ms > 0) return ms
  throw new AppError('invalid', `"${text}" is no lifetime; write it like 30d, 12h, 90m or 2w.`)
}
