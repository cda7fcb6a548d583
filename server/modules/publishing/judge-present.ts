import {
  type TripwireVerdict,
  judgeRollout,
  type RolloutSides,
  type WorkflowSnapshot,
} from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { findPublishedAt } from '../workflow/index.ts'
import { findRolloutFigures } from './rollout-view.ts'

/** How a roll-out stands. */
export interface JudgedRollout {
  readonly version: number
  readonly from: number
  /** Percent of the tasks. */
  readonly share: number
  /** When the version was published (epoch ms); what came in since is counted. */
  readonly since: number
  readonly sides: RolloutSides
  readonly verdicts: readonly TripwireVerdict[]
}

/** More say nothing that these do not, and the look stays short. */
const mostTasks = 10_000

/** The figures of both sides with what each tripwire says of them; null = nothing is being rolled out. */
export async function judgePresent(
  context: Context,
  { version, rollout, document }: WorkflowSnapshot,
): Promise<JudgedRollout | null> {
  const asked = document.routing.rollout
  if (asked === undefined) return null
  const { from, share } = asked
  // Where the version before can no longer be read nothing is compiled of the roll-out, and nothing can return.
  const tripwires = rollout?.tripwires ?? []
  return context.read(async (tx) => {
    const since = await findPublishedAt(tx, context.workspace.id, version)
    if (since === null) throw new Error(`Workflow ${version} of ${context.workspace.slug} was in force and is gone.`)
    const sides = await findRolloutFigures(tx, context.workspace.id, {
      share,
      since,
      at: context.now(),
      limit: mostTasks,
    })
    return { version, from, share, since, sides, verdicts: judgeRollout(sides, tripwires) }
  })
}
