import type { writeMoved } from '../../../../server/modules/handling/moved-store.ts'
import type { holdWork } from '../../../../server/modules/handling/work-lock-store.ts'
import type { findWork, Work } from '../../../../server/modules/handling/work-view.ts'
import type { PlantedBug } from '../planted.ts'

type Write = typeof writeMoved
type Rows = Parameters<Write>[2]['rows']

const writing =
  (wrong: (rows: Rows) => Partial<Rows>) =>
  (original: Write): Write =>
  (tx, workspaceId, { rows, at }) =>
    original(tx, workspaceId, { rows: { ...rows, ...wrong(rows) }, at })

const reading =
  (wrong: (work: Work) => Partial<Work>) =>
  (original: typeof findWork): typeof findWork =>
  async (tx, workspaceId, taskIds) => {
    const read = await original(tx, workspaceId, taskIds)
    return new Map([...read].map(([id, work]) => [id, { ...work, ...wrong(work) }]))
  }

/** Wrong ways to make moves together. */
export const togetherBugs: readonly PlantedBug[] = [
  {
    name: 'moved-together-unheld',
    what: 'moves that are made together hold neither agents nor tickets',
    bug: {
      holdWork:
        (): typeof holdWork =>
        async (_tx, _workspaceId, { agentIds, ticketIds }) =>
          new Set([...agentIds, ...ticketIds]),
    },
  },
  {
    name: 'completed-together-frees-nothing',
    what: 'work that ends together with others keeps the units of its agent',
    bug: {
      writeMoved: writing(({ moved_loads }) => ({ moved_loads: moved_loads.map((row) => ({ ...row, freed: 0 })) })),
    },
  },
  {
    name: 'completed-together-releases-nothing',
    what: 'work that ends together with others leaves its offer held',
    bug: { writeMoved: writing(() => ({ released_offers: [] })) },
  },
  {
    name: 'drained-agent-stays',
    what: 'an agent who drains does not leave with the work that ended together with others',
    bug: { findWork: reading(({ load }) => ({ load: { ...load, presence: 'available' } })) },
  },
  {
    name: 'consult-outlives-the-work-together',
    what: 'a consult stays open when its task ends together with others',
    bug: { findWork: reading(() => ({ hasConsult: false })) },
  },
]
