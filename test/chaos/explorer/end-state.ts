import type { Sight } from './ground.ts'
import type { World } from './world.ts'

/** What a schedule did and everything it has left behind, in lines: rows, log and what callers were told. Grounds are compared by it. */
export async function endStateOf(world: World): Promise<string[]> {
  const { ground, answers, told } = world
  return [
    ...told.map((line) => `done ${line}`),
    ...linesOf(await ground.look()),
    ...(await ground.events()).map(({ type, subjectKind, subjectId, subjectSeq, data }) =>
      // Each schedule on PostgreSQL has a workspace of its own.
      lineOf('event', { type, subject: subjectKind === 'workspace' ? null : subjectId, subjectSeq, data }),
    ),
    ...answers.map((answer) => lineOf('answer', answer)),
  ]
}

function linesOf({ epoch, loads, tasks, offers, tickets, consults, timers, calls, deliveries }: Sight): string[] {
  return [
    `epoch ${epoch}`,
    ...loads.map((load) => lineOf('load', load)),
    ...tasks.map(({ requirements: _same, ...task }) => lineOf('task', task)),
    ...offers.map(({ reasons: _words, decisionId: _unseen, ...offer }) => lineOf('offer', offer)),
    ...tickets.map((ticket) => lineOf('ticket', ticket)),
    ...consults.map((consult) => lineOf('consult', consult)),
    ...timers.map((timer) => lineOf('timer', timer)),
    ...calls.map((call) => lineOf('call', call)),
    ...deliveries.map((delivery) => lineOf('delivery', delivery)),
  ]
}

/** Members in the order of their names, whatever order a ground gives them in. */
function lineOf(kind: string, row: object): string {
  const ordered = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value
  return `${kind} ${JSON.stringify(row, ordered)}`
}
