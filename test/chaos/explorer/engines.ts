import type { Engine } from '../../../server/core/routing/index.ts'

let listener: (engine: Engine) => void = () => undefined

/** Hears of every engine that a router makes. */
export function onEngine(listen: (engine: Engine) => void): void {
  listener = listen
}

export function noteEngine(engine: Engine): void {
  listener(engine)
}
