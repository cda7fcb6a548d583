const short = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/u
const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/u

/** Milliseconds of `90s`, `15m`, `1h30m` or `PT8H`; a day is 24 hours. Null when it is no duration. */
export function durationMs(text: string): number | null {
  const found = short.exec(text) ?? iso.exec(text)
  if (found === null || !/\d/u.test(text)) return null
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0))
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000
}

/** Whether a duration names days: of working time these are not so many hours (helpdesk.md 2.1). */
export function countsDays(text: string): boolean {
  return /\dd/iu.test(text)
}

/** Whether it names days and nothing beside them: so many working days. */
export function isWholeDays(text: string): boolean {
  return /^(?:\d+d|P\d+D)$/u.test(text)
}

/** Whether it names days and something beside them: `2d4h` is no number of working days. */
export function mixesDays(text: string): boolean {
  return countsDays(text) && !isWholeDays(text)
}
