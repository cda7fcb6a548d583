import type { WaitBasis } from '../../core/waits/index.ts'
import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { type Accuracy, findAccuracy } from './accuracy-view.ts'

const weekMs = 7 * 24 * 3_600_000

/** How well the waits told in a queue came true; instants in epoch ms. */
export interface WaitAccuracy extends Accuracy {
  readonly from: number
  readonly to: number
  readonly byBasis: readonly (Accuracy & { readonly basis: WaitBasis })[]
}

const nothing: Accuracy = {
  n: 0,
  excluded: 0,
  coverageP50: null,
  coverageP90: null,
  meanAbsoluteErrorSeconds: null,
}

/**
 * Promises made in `from <= t < to` (the last seven days unless told) held against the waits that followed. Null when
 * there is no such queue in scope. Throws `bad_request` when `from` is not before `to`.
 */
export async function readWaitAccuracy(
  context: Context,
  input: { queue: string; from?: number; to?: number },
): Promise<WaitAccuracy | null> {
  requirePermission(context, 'queue:read')
  const { queue, to = context.now() } = input
  const { from = to - weekMs } = input
  if (from >= to) throw refuseField('from', 'out_of_range', 'Ask for a time that begins before it ends.')
  const workflow = await currentWorkflow(context)
  if (!workflow.queues.has(queue) || !can(context.principal, 'queue:read', { queue })) return null
  const rows = await context.read((tx) => findAccuracy(tx, context.workspace.id, { queue, from, to }))
  const whole = rows.find((row) => row.basis === null) ?? nothing
  const byBasis = rows.flatMap(({ basis, ...accuracy }) => (basis === null ? [] : [{ basis, ...accuracy }]))
  const { n, excluded, coverageP50, coverageP90, meanAbsoluteErrorSeconds } = whole
  return { from, to, n, excluded, coverageP50, coverageP90, meanAbsoluteErrorSeconds, byBasis }
}
