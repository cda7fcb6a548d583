import type { Context } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import { requirePermission } from '../access/index.ts'
import { publishedWorkflow } from '../workflow/index.ts'
import { findReturnRefusal, type ReturnRefusal } from './find-return-refusal.ts'
import { type JudgedRollout, judgePresent } from './judge-present.ts'

/** How a roll-out stands, and why the version before cannot come back; null = nothing stands against it, or it is not due. */
export interface ShownRollout extends JudgedRollout {
  readonly refused: ReturnRefusal | null
}

interface Held {
  readonly version: number
  readonly readAt: number
  readonly shown: ShownRollout
}

/** Screens look again and again at figures that need minutes to mean something. */
const heldMs = 10_000

/** What was read last of each workspace's roll-out. */
export const heldRollouts = memoryKey('publishing.rollouts', () => new Map<string, Held>())

/** How the roll-out of the version in force stands, as it was some seconds ago, or null when nothing is being rolled out. */
export async function getRollout(context: Context): Promise<ShownRollout | null> {
  requirePermission(context, 'workflow:read')
  const workflow = await publishedWorkflow(context)
  if (workflow === null) return null
  const all = context.memory.of(heldRollouts)
  const known = all.get(context.workspace.id)
  const readAt = performance.now()
  if (known?.version === workflow.version && readAt - known.readAt < heldMs) return known.shown
  const judged = await judgePresent(context, workflow)
  if (judged === null) return null
  const shown = { ...judged, refused: await findReturnRefusal(context, { workflow, judged }) }
  all.set(context.workspace.id, { version: workflow.version, readAt, shown })
  return shown
}
