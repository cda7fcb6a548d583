type Call = (...args: never[]) => unknown

/** Replacements of functions of the product by wrong ones, by name: how a bug is planted for the explorer to find. */
export type Bug = Readonly<Record<string, (original: never) => unknown>>

const none: Bug = {}
let present: Bug = none

/** From now on these functions are wrong; null = none. */
export function plant(bug: Bug | null): void {
  present = bug ?? none
}

/** The function under a name by which a bug can take its place. */
export function plantable<F extends Call>(name: string, original: F): F {
  const call = (...args: Parameters<F>): unknown => {
    if (present === none) return original(...args)
    const wrong = present[name]
    return wrong === undefined ? original(...args) : (wrong(original as never) as F)(...args)
  }
  return call as F
}

/** A bug, and what a reviewer would have said of it. */
export interface PlantedBug {
  readonly name: string
  readonly what: string
  readonly bug: Bug
}
