import {
  type GoneStatus,
  type KeyChanges,
  type KeyList,
  keyLists,
  parseWorkflow,
  type WorkflowProblem,
} from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { findKeyUses, findStatusUses, type KeyUse, type StatusUse } from './use-view.ts'

/** What stands against a publication: a key in use that the document takes away. */
interface KeyProblem extends Omit<WorkflowProblem, 'code'> {
  readonly code: 'key_in_use' | 'status_category_in_use'
  readonly key: string
  readonly uses: Partial<Pick<KeyUse, 'tickets' | 'tasks' | 'agents' | 'tokens' | 'webhooks'>>
}

const words: Readonly<Record<KeyList, string>> = {
  queues: 'Queue',
  types: 'Type',
  categories: 'Category',
  serviceLines: 'Service line',
  channels: 'Channel',
  services: 'Service',
  skills: 'Skill',
  languages: 'Language',
  teams: 'Team',
  lifecycles: 'Lifecycle',
  slaPolicies: 'SLA policy',
  calendars: 'Calendar',
  reasons: 'Case reason',
}

/** So many problems are told in the sentence of the refusal; the rest is counted. */
const mostTold = 5

/**
 * Throws `workflow_key_in_use`, naming each key that live rows use and that the document neither keeps nor renames, with
 * where and how often it is used.
 */
export async function refuseKeysInUse(
  tx: Tx,
  context: Context,
  { changes, document }: { changes: KeyChanges; document: string },
): Promise<void> {
  const keys = changes.keys.filter((gone) => gone.to === null)
  const statuses = changes.statuses.filter((gone) => gone.to === null || gone.to.category !== gone.category)
  const usedKeys = keys.length === 0 ? [] : await findKeyUses(tx, context.workspace.id, keys)
  const asked = statuses.map(({ lifecycle, status, to }) => ({ lifecycle, status, leaves: to === null }))
  const usedStatuses = asked.length === 0 ? [] : await findStatusUses(tx, context.workspace.id, asked)
  if (usedKeys.length + usedStatuses.length === 0) return
  const { locate } = parseWorkflow(document)
  const place = (...path: readonly string[]) => {
    const pointer = path.map((part) => `/${part}`).join('')
    return { severity: 'error', pointer, ...locate(pointer, 'key') } as const
  }
  const problems = [
    ...usedKeys.map((use): KeyProblem => ({ ...place(...keyLists[use.list]), ...keyProblem(use) })),
    ...usedStatuses.map((use): KeyProblem => ({ ...place('lifecycles'), ...statusProblem(use, statuses) })),
  ]
  throw new AppError('workflow_key_in_use', sentenceOf(problems), { problems })
}

function keyProblem({ list, key, ...counts }: KeyUse) {
  const { tickets, tasks, cases, agents, tokens, webhooks } = counts
  const used = joined([
    counted(tickets, 'open ticket'),
    counted(tasks, 'open task'),
    counted(cases, 'open case'),
    counted(agents, 'agent'),
    counted(tokens, 'token'),
    counted(webhooks, 'subscription'),
  ])
  const message = `${words[list]} "${key}" is used by ${used}: keep it, or say in renames.${list} what it is called now.`
  return { code: 'key_in_use', key, uses: { tickets, tasks, cases, agents, tokens, webhooks }, message } as const
}

function statusProblem({ lifecycle, status, tickets }: StatusUse, statuses: readonly GoneStatus[]) {
  const gone = statuses.find((one) => one.lifecycle === lifecycle && one.status === status)
  const name = `Status "${status}" of lifecycle ${lifecycle}`
  const used = counted(tickets, 'open ticket') ?? ''
  const facts = { key: status, uses: { tickets } }
  if (gone === undefined || gone.to === null) {
    const message = `${name} is used by ${used}: keep it, or say in renames.statuses what it is called now.`
    return { ...facts, code: 'key_in_use', message } as const
  }
  const change = `from category ${gone.category} to ${gone.to.category}`
  const message = `${name} would come ${change} and is used by ${used}, whose clocks and tasks go by it: keep its category.`
  return { ...facts, code: 'status_category_in_use', message } as const
}

function counted(count: number, word: string): string | null {
  return count === 0 ? null : `${count} ${word}${count === 1 ? '' : 's'}`
}

function joined(parts: readonly (string | null)[]): string {
  const told = parts.filter((part) => part !== null)
  const last = told.at(-1) ?? ''
  return told.length < 2 ? last : `${told.slice(0, -1).join(', ')} and ${last}`
}

function sentenceOf(problems: readonly KeyProblem[]): string {
  const told = problems.slice(0, mostTold).map((problem) => problem.message)
  const rest = problems.length - told.length
  return [...told, ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' ')
}
