import { absentFields, momentFields, stateWords, type WordField, wordFields } from '../../core/filters/index.ts'
import { priorities } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'

/** A field of the grammar, with the words it takes where these are known. */
export interface GrammarField {
  readonly name: string
  /** What stands between name and value. */
  readonly operators: readonly string[]
  readonly example: string
  readonly values: readonly string[]
}

const examples: Readonly<Record<WordField, string>> = {
  status: 'status:open',
  category: 'category:payment_processing',
  type: 'type:incident',
  priority: 'priority:high,critical',
  channel: 'channel:email',
  queue: 'queue:payments',
  serviceLine: 'serviceLine:game-support',
  language: 'language:es',
  tag: 'tag:vip',
  number: 'number:10001',
  customer: 'customer:"Ana Costa"',
  externalId: 'externalId:CRM-7',
  order: 'order:ORD-1',
  affected: 'affected:payments',
  field: 'field:transactionId=TX-77',
}

/** Every field of the search grammar, with what it may be here: what screens suggest, from the one that reads it. */
export async function describeGrammar(context: Context): Promise<GrammarField[]> {
  requirePermission(context, 'ticket:read')
  const { scope } = context.principal
  // Whose business the workspace's words are not is told of the fields alone.
  const known = can(context.principal, 'workflow:read') ? valuesOf(await currentWorkflow(context)) : {}
  const within = (words: readonly string[] | undefined, own: ReadonlySet<string> | null) =>
    own === null || words === undefined ? words : words.filter((word) => own.has(word))
  const values = { ...known, queue: within(known.queue, scope.queues), channel: within(known.channel, scope.channels) }
  return [
    { name: 'is', operators: [':'], example: 'is:open', values: stateWords },
    { name: 'assignee', operators: [':'], example: 'assignee:me', values: ['me', 'none'] },
    ...wordFields.map((name) => {
      const none = absentFields.some((field) => field === name) ? ['none'] : []
      return { name, operators: [':'], example: examples[name], values: [...(values[name] ?? []), ...none] }
    }),
    { name: 'breach', operators: ['<', '>'], example: 'breach<30m', values: ['15m', '30m', '1h', '4h', '1d'] },
    { name: 'age', operators: ['<', '>'], example: 'age>2d', values: ['1h', '4h', '1d', '2d', '7d'] },
    ...momentFields.map((name) => ({
      name,
      operators: [':'],
      example: `${name}:2026-11-01..2026-11-20`,
      values: [],
    })),
  ]
}

type Workflow = Awaited<ReturnType<typeof currentWorkflow>>

function valuesOf(workflow: Workflow): Partial<Record<WordField, string[]>> {
  const statuses = [...workflow.lifecycles.values()].flatMap(({ statuses: own }) => [...own.keys()])
  return {
    status: [...new Set(['new', 'open', 'waiting', 'hold', 'solved', 'closed', ...statuses])],
    category: [...workflow.categories.keys()],
    type: [...workflow.types.keys()],
    priority: [...priorities],
    channel: [...workflow.channels.keys()],
    queue: [...workflow.queues.keys()],
    serviceLine: [...workflow.serviceLines.keys()],
    language: [...workflow.languages],
    affected: [...workflow.services.keys()],
  }
}
