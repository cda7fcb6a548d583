import { caseStatuses } from '../../core/cases/index.ts'
import { priorities } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { scopeLists } from '../../platform/principal.ts'
import { refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import type { ShownCase } from './case.ts'
import { type CaseFilter, countLaneRows, findCase, type LaneCount, listCaseRows } from './case-view.ts'
import { maySeeCase } from './handle-case.ts'
import { type CaseHistoryRow, listCaseHistory } from './history-view.ts'

/** What a list of cases is narrowed to; null = not. `me` is the agent who asks. */
export type CaseListFilter = Omit<CaseFilter, 'queues' | 'channels'> & { readonly queue: string | null }

/** One case with its audit trail, or null when there is none the caller may see. */
export async function getCase(
  context: Context,
  input: { caseId: string },
): Promise<{ found: ShownCase; history: CaseHistoryRow[] } | null> {
  return context.read(async (tx) => {
    const found = await findCase(tx, context.workspace.id, input.caseId)
    if (found === null || !maySeeCase(context, found)) return null
    return { found, history: await listCaseHistory(tx, context.workspace.id, input.caseId) }
  })
}

/** A page of the cases the caller may see, newest first; `before` is the last id of the page before. */
export async function listCases(
  context: Context,
  input: { filter: CaseListFilter; before: string | null; limit: number },
): Promise<ShownCase[]> {
  requirePermission(context, 'case:read')
  const { before, limit } = input
  const filter = filterOf(context, input.filter)
  if (filter === null) return []
  return context.read((tx) => listCaseRows(tx, context.workspace.id, { filter, at: context.now(), before, limit }))
}

/** How many cases the caller may see stand in each lane, in their order. */
export async function countLanes(context: Context, input: { filter: CaseListFilter }): Promise<LaneCount[]> {
  requirePermission(context, 'case:read')
  const filter = filterOf(context, input.filter) ?? { ...everything, statuses: [] }
  return context.read((tx) => countLaneRows(tx, context.workspace.id, { filter, at: context.now() }))
}

/** What cases of this workspace are called: reasons and checks as the workflow names them now. */
export function caseWords(context: Context) {
  return currentWorkflow(context).then(({ cases }) => cases)
}

/** What the caller may open cases for, as the workflow has it now. */
export async function caseReasonPolicy(context: Context) {
  requirePermission(context, 'case:open')
  return caseWords(context)
}

const everything: CaseFilter = {
  statuses: null,
  reasons: null,
  riskClasses: null,
  severities: null,
  owner: null,
  ticketId: null,
  dueBefore: null,
  isLate: null,
  queues: null,
  channels: null,
}

/** The lanes of a case that is not closed, asked for in one word. */
const openStatuses = caseStatuses.filter((status) => status !== 'closed')

function knownWords(parameter: string, asked: readonly string[] | null, words: readonly string[]) {
  const unknown = asked?.find((word) => !words.includes(word))
  if (unknown === undefined) return asked
  throw refuseField(parameter, 'unknown_value', `"${unknown}" is not one of: ${words.join(', ')}.`)
}

/** The filter with what the caller is limited to; null = nothing can match. Throws `invalid` for a word that is none. */
function filterOf({ principal }: Context, { queue, ...asked }: CaseListFilter): CaseFilter | null {
  const { scope, agentId, partnerId } = principal
  // Cases are the business of a workspace's own people.
  if (partnerId !== null) return null
  const lanes = knownWords('status', asked.statuses, [...caseStatuses, 'open'])
  const statuses = lanes?.flatMap((lane) => (lane === 'open' ? openStatuses : [lane])) ?? null
  const severities = knownWords('severity', asked.severities, priorities)
  const owner = asked.owner === 'me' ? agentId : asked.owner
  if (asked.owner === 'me' && owner === null) return null
  if (queue !== null && scope.queues !== null && !scope.queues.has(queue)) return null
  const { channels, queues: granted } = scopeLists(scope)
  const queues = queue === null ? granted : [queue]
  return { ...asked, statuses, severities, owner, queues, channels }
}
