import { AgentAttributes } from '../../core/expressions/index.ts'
import { dryRun, type Queue, qualifies, relaxRequirements, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { SampleAgent, ShownRequest } from './page.ts'

/** What the page asks where its workflow names no request. */
const standardSummary = 'Customer cannot join a ranked lobby.'

/** Plays the page's request against the workflow in force; nothing is created. */
export function playRequest(workflow: WorkflowSnapshot, now: number): ShownRequest {
  const body = bodyOf(workflow)
  const { classification, queue, requirements, clocks, trace } = dryRun(
    workflow,
    { ...body, summary: body.issueSummary },
    now,
  )
  const known = new Set(workflow.rules.map(({ id }) => id))
  const clock = clocks.find(({ metric }) => metric === 'firstResponse')
  const { skills, languages } = requirements
  const asked = workflow.queues.get(queue.slug)
  return {
    body,
    channel: body.channel,
    status: classification.status,
    priority: classification.priority,
    queue,
    skills,
    languages,
    rules: trace.filter(({ rule, matched }) => matched && known.has(rule)).map(({ rule }) => rule),
    firstResponse:
      clock === undefined || clock.dueAt === null ? null : { targetMs: clock.targetMs, dueAt: clock.dueAt },
    agents: asked === undefined ? [] : sampleAgents(workflow, asked, { skills, languages }),
  }
}

function bodyOf({ document }: WorkflowSnapshot) {
  const { platformPage, tickets, channels } = document
  const shown = platformPage?.request
  return {
    customerId: 'demo-customer-1024',
    serviceLine: shown?.serviceLine ?? tickets.serviceLine ?? Object.keys(document.serviceLines)[0] ?? '',
    channel: shown?.channel ?? Object.keys(channels)[0] ?? '',
    priority: shown?.priority ?? tickets.priority ?? 'normal',
    language: shown?.language ?? tickets.language ?? 'en',
    issueSummary: shown?.issueSummary ?? standardSummary,
    callbackUrl: 'https://partner.example/ticket-update',
  }
}

interface Asked {
  readonly skills: Readonly<Record<string, number>>
  readonly languages: readonly string[]
}

/** One who has all that is asked, and for each kind of need one who lacks just that. */
function sampleAgents(workflow: WorkflowSnapshot, queue: Queue, { skills, languages }: Asked): SampleAgent[] {
  const requirements = relaxRequirements(queue, { skills, languages }, 0)
  const whole = { skills, languages, queues: [queue.slug], team: queue.team ?? '' }
  const judge = (name: string, agent: Partial<AgentAttributes>, lacks: SampleAgent['lacks']): SampleAgent => ({
    name,
    qualifies: qualifies(queue, requirements, { agent: new AgentAttributes({ ...agent, name }) }),
    lacks,
  })
  const [skill] = Object.entries(skills)
  const [language] = languages
  const other = workflow.document.languages.find((one) => one !== language)
  const agents = [judge('Lena Brandt', whole, null)]
  if (skill !== undefined) {
    const [name, asked] = skill
    const less = { ...whole, skills: { ...skills, [name]: asked - 1 } }
    agents.push(judge('Pau Serra', less, { skill: name, level: asked - 1, asked }))
  }
  if (language !== undefined && other !== undefined)
    agents.push(judge('Rita Lopes', { ...whole, languages: [other] }, { language }))
  return agents
}
