/** One measured number with what it is held to (design: figures). */
export interface Figure {
  /** `P1 ours / best pgbench`; stays the same from run to run, so that runs can be compared. */
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly goal: Goal | null
}

export type Goal = { readonly atLeast: number } | { readonly atMost: number }

/** What one benchmark gives: its figures and how it was run. */
export interface Measurement {
  readonly bench: string
  /** Seconds, concurrency, sizes: in words. */
  readonly setup: readonly string[]
  readonly figures: readonly Figure[]
  /** Everything measured on the way, for whoever wants to look closer. */
  readonly detail: unknown
}

/** Makes figures of one benchmark, rounded to hundredths. */
export type MakeFigure = (name: string, value: number, unit: string, goal?: Goal | null) => Figure

/** Gives the maker of the figures whose names begin so. */
export function figuresNamed(prefix: string): MakeFigure {
  return (name, value, unit, goal = null) => ({
    name: `${prefix} ${name}`,
    value: Math.round(value * 100) / 100,
    unit,
    goal,
  })
}

/** Whether a figure reaches its goal; null where there is none. */
export function isReached({ value, goal }: Figure): boolean | null {
  if (goal === null) return null
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost
}
