import { basename, dirname } from 'node:path/posix'

/**
 * The modules from the ground up: a module imports modules of lower layers only, never of its own. What must be known
 * further down travels as an event. Modules that are not written yet have their place already.
 */
export const layers: readonly (readonly string[])[] = [
  ['events', 'idempotency', 'timers', 'chores'],
  ['access'],
  ['customers', 'agents', 'workflow', 'audit', 'files'],
  ['sla', 'deliveries', 'orders', 'calls', 'chats', 'search', 'markets'],
  ['tickets'],
  ['routing', 'collaboration', 'drafts'],
  ['handling', 'waits'],
  ['intake', 'cases'],
  [
    'publishing',
    'merging',
    'automations',
    'chat',
    'voice',
    'partners',
    'assist',
    'quality',
    'mail',
    'views',
    'access-requests',
  ],
  ['reports', 'forecast', 'simulation', 'bulk', 'widget', 'order-support', 'portal', 'platform-page', 'attachments'],
  ['customer-records', 'redaction'],
]

/** A source file of a module, by its path from the root of the repository. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

const importPattern = /(?:from|import\()\s*'\.\.\/([a-z-]+)\/([^']+)'/g

/** One sentence for each import that goes to a module of the same or a higher layer, or of no layer. */
export function findLayerFaults(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const from = basename(dirname(path))
    return [...text.matchAll(importPattern)].flatMap(([, to = '']) => {
      const fault = faultOf(from, to)
      return fault === null ? [] : [`${path}: ${fault}`]
    })
  })
}

function faultOf(from: string, to: string): string | null {
  const [own, other] = [layerOf(from), layerOf(to)]
  if (own === null) return `the module ${from} has no layer`
  if (other === null) return `the module ${to} has no layer`
  return other < own ? null : `${from} (layer ${own}) imports ${to} (layer ${other})`
}

function layerOf(module: string): number | null {
  const layer = layers.findIndex((modules) => modules.includes(module))
  return layer === -1 ? null : layer
}
