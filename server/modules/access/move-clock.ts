import { durationMs } from '../../core/workflow/index.ts'
import type { Context, Workspace } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { forgetSessions } from './authenticate-session.ts'
import { forgetTokensOf } from './authenticate-token.ts'
import { forgetWorkspace } from './find-workspace.ts'
import { requirePermission } from './require-permission.ts'
import { moveClockAhead } from './workspace-store.ts'
import { findClockOffset } from './workspace-view.ts'

/** The time of a workspace: an instant in epoch ms, and how far ahead of the real one it is. */
export interface WorkspaceClock {
  readonly now: number
  readonly offsetMs: number
  /** Whether it may be moved: in a rehearsal. */
  readonly isAdjustable: boolean
}

const dayMs = 86_400_000
const stepAtMostMs = 31 * dayMs
const aheadAtMostMs = 366 * dayMs

/** What time it is in the workspace: read anew, since what is known of a caller may be a second older than a move. */
export async function readClock(context: Context): Promise<WorkspaceClock> {
  const { workspace } = context
  const offsetMs = await context.read((tx) => findClockOffset(tx, workspace.id))
  return { now: movedNow(context, offsetMs), offsetMs, isAdjustable: isRehearsal(workspace) }
}

/**
 * Moves the clock of a workspace for rehearsal ahead: what comes due by that is done as if the time had passed, within a
 * second or two. `forward` is a duration. It never goes back. Throws `conflict` in a live workspace, and `invalid` for too far.
 */
export async function moveClock(context: Context, { forward }: { forward: string }): Promise<WorkspaceClock> {
  requirePermission(context, 'workspace:write')
  const { workspace, memory } = context
  if (!isRehearsal(workspace))
    throw new AppError('conflict', 'This workspace is live: its clock is the real one.', { reason: 'live_workspace' })
  const byMs = durationMs(forward)
  if (byMs === null) throw refuseField('/forward', 'format', 'Write a duration: `PT90M`, `2h`.')
  if (byMs < 1_000 || byMs > stepAtMostMs)
    throw refuseField('/forward', 'out_of_range', 'Move it ahead by a second at least and by 31 days at most.')
  return context.transaction(async (tx) => {
    const offsetMs = await moveClockAhead(tx, workspace.id, { byMs, atMostMs: aheadAtMostMs })
    if (offsetMs === null)
      throw refuseField('/forward', 'out_of_range', 'A clock is at most 366 days ahead; make another workspace.')
    const data = { bySeconds: Math.round(byMs / 1000), offsetSeconds: Math.round(offsetMs / 1000) }
    await appendWorkspaceEvent(tx, context, { type: 'workspace.clock_moved', data })
    tx.afterCommit(() => {
      forgetWorkspace(memory, workspace.slug)
      forgetSessions(memory, ({ memberships }) => memberships.some((one) => one.workspace.id === workspace.id))
      forgetTokensOf(memory, workspace.id)
    })
    return { now: movedNow(context, offsetMs), offsetMs, isAdjustable: true }
  })
}

function movedNow({ now, workspace }: Context, offsetMs: number): number {
  return now() - workspace.clockOffsetMs + offsetMs
}

function isRehearsal({ purpose }: Workspace): boolean {
  return purpose === 'review'
}
