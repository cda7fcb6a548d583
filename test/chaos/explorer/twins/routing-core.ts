import type * as real from '../../../../server/core/routing/index.ts'
import * as core from '../../../../server/core/routing/index.ts'
import { noteEngine } from '../engines.ts'
import { plantable } from '../planted.ts'

export * from '../../../../server/core/routing/index.ts'

export const createEngine: typeof real.createEngine = (config) => {
  const engine = core.createEngine(config)
  noteEngine(engine)
  return engine
}

export const applyEvent: typeof real.applyEvent = plantable('applyEvent', core.applyEvent)

export const loadSnapshot: typeof real.loadSnapshot = plantable('loadSnapshot', core.loadSnapshot)
