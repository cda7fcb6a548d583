import type { WaitingMove } from '../../../../server/modules/handling/gather-moves.ts'
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

type CarryOut = (
  batch: readonly WaitingMove[],
  write: (batch: readonly WaitingMove[]) => Promise<void>,
) => Promise<void>

/** Each is answered what another one has asked for. */
const answeringOthers =
  (original: CarryOut): CarryOut =>
  (batch, write) =>
    original(
      batch.map((entry, place) => ({ ...entry, resolve: (batch[(place + 1) % batch.length] ?? entry).resolve })),
      write,
    )

const holdingTheFirst =
  (original: typeof holdWork): typeof holdWork =>
  async (tx, workspaceId, { agentIds, ticketIds }) => {
    await original(tx, workspaceId, { agentIds: agentIds.slice(0, 1), ticketIds: ticketIds.slice(0, 1) })
    return new Set([...agentIds, ...ticketIds])
  }

/** What is wrong only where several moves are made in one transaction. */
const bugsOfSeveral: readonly PlantedBug[] = [
  {
    name: 'only-the-first-is-held',
    what: 'of moves that are made together only the first holds its agent and its ticket',
    bug: { holdWork: holdingTheFirst },
  },
  {
    name: 'only-the-first-agent-counts',
    what: 'of moves of several agents only the first one’s units change',
    bug: { writeMoved: writing(({ moved_loads }) => ({ moved_loads: moved_loads.slice(0, 1) })) },
  },
  {
    name: 'an-agent-counts-once',
    what: 'of an agent who takes one task and ends another in one transaction, only the first is counted',
    bug: {
      writeMoved: writing(({ moved_loads }) => ({
        moved_loads: moved_loads.map((row) => (row.taken > 0 ? { ...row, freed: 0 } : row)),
      })),
    },
  },
  {
    name: 'only-the-first-is-told',
    what: 'of moves that are made together only the first has events',
    bug: {
      writeMoved: writing(({ ticket_events }) => ({
        ticket_events: ticket_events.filter(({ ticket_id }) => ticket_id === ticket_events[0]?.ticket_id),
      })),
    },
  },
  {
    name: 'answers-of-others',
    what: 'who moves a task together with others is answered with theirs',
    bug: { carryOut: answeringOthers },
  },
]

/** Wrong ways to make moves together. */
export const togetherBugs: readonly PlantedBug[] = [
  ...bugsOfSeveral,
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
