/**
 * Where on a clock a step is taken: at a share of its target, or so much open time before (negative) or after the target
 * is used up.
 */
export type StepPoint =
  | { readonly percent: number; readonly offsetMs: null }
  | { readonly percent: null; readonly offsetMs: number }

export function pointAtPercent(percent: number): StepPoint {
  return { percent, offsetMs: null }
}

export function pointAtOffset(offsetMs: number): StepPoint {
  return { percent: null, offsetMs }
}

/** The step that warns at a point: `warning:75`, or `warning:-900000ms` for a quarter of an hour before. */
export function warningAt({ percent, offsetMs }: StepPoint): string {
  return percent === null ? `warning:${offsetMs}ms` : `warning:${percent}`
}

/** The point at which a step warns; null when it is no warning. */
export function pointOfWarning(step: string): StepPoint | null {
  const [, figure, isOffset] = /^warning:(-?\d+)(ms)?$/u.exec(step) ?? []
  if (figure === undefined) return null
  return isOffset === undefined ? pointAtPercent(Number(figure)) : pointAtOffset(Number(figure))
}
