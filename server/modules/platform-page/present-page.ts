import { controlsFor } from '../../core/automations/index.ts'
import { type EmbeddedTestResult, runEmbeddedTests, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Workspace } from '../../platform/context.ts'
import { takesRequests } from '../access-requests/index.ts'
import type { CaseOfPage, PlatformPage, QueueOfPage, Wordings } from './page.ts'
import { permissionMap } from './permission-map.ts'
import { playRequest } from './play-request.ts'

type Texts = string | Readonly<Record<string, string>> | undefined
export type PageDocument = NonNullable<WorkflowSnapshot['document']['platformPage']>

/** What is read from the database for a page. */
export interface PageReadings {
  readonly publishedAt: number
  /** By slug, as far as the page may tell them. */
  readonly figures: ReadonlyMap<string, { readonly waiting: number; readonly active: number }>
  readonly firstResponse: PlatformPage['firstResponse']
  readonly now: number
}

/** The page of a workflow that has one. */
export function presentPage(
  workspace: Workspace,
  workflow: WorkflowSnapshot,
  page: PageDocument,
  { publishedAt, figures, firstResponse, now }: PageReadings,
): PlatformPage {
  const { document } = workflow
  const request = playRequest(workflow, now)
  const results = testResults(workflow)
  const chat = [...workflow.channels].find(([, { widget }]) => widget !== null)
  return {
    workspace: { slug: workspace.slug, name: document.name, purpose: workspace.purpose },
    zone: document.zone,
    version: workflow.version,
    publishedAt,
    readAt: now,
    title: wordingsOf(page.title),
    summary: wordingsOf(page.summary),
    channels: Object.entries(document.channels).map(([slug, { label, kind = 'ticket' }]) => ({ slug, label, kind })),
    hasOrderSupport: document.orderSupport !== undefined,
    chatKey: chat === undefined ? null : `${workspace.slug}.${chat[0]}`,
    queues: (page.queues ?? []).map((slug): QueueOfPage => ({
      slug,
      label: workflow.queues.get(slug)?.label ?? slug,
      figures: figures.get(slug) ?? null,
    })),
    request,
    cases: caseOf(workflow, page.caseReason),
    automation: {
      controls: controlsFor(workflow.automation.controls, { channel: request.channel, queue: request.queue.slug }),
      examples: (page.automations ?? []).flatMap((id) => {
        const rule = document.automations?.find((one) => one.id === id)
        return rule === undefined ? [] : [rule.label ?? id]
      }),
    },
    firstResponse,
    checkpoints:
      page.checkpoints === true
        ? Object.entries(document.checkpoints ?? {}).map(([name, { question }]) => ({ name, question }))
        : [],
    tests: { total: results.length, passed: results.filter(({ passed }) => passed).length },
    permissions: permissionMap(),
    sections: (page.sections ?? []).map(({ title, body }) => ({ title: wordingsOf(title), body: wordingsOf(body) })),
    contacts: (page.contacts ?? []).map(({ name, email, phone, note }) => ({
      name: wordingsOf(name),
      email: email ?? null,
      phone: phone ?? null,
      note: wordingsOf(note),
    })),
    takesRequests: takesRequests(workflow),
  }
}

function caseOf({ cases }: WorkflowSnapshot, slug: string | undefined): CaseOfPage | null {
  const reason = slug === undefined ? undefined : cases.reasons.get(slug)
  if (reason === undefined) return null
  return {
    label: reason.label,
    dueMs: reason.dueMs,
    checks: reason.riskChecks.map((check) => cases.checks.get(check)?.label ?? check),
  }
}

/** A version's tests say the same every time. */
const held = new WeakMap<WorkflowSnapshot, readonly EmbeddedTestResult[]>()

function testResults(workflow: WorkflowSnapshot): readonly EmbeddedTestResult[] {
  const results = held.get(workflow) ?? runEmbeddedTests(workflow)
  held.set(workflow, results)
  return results
}

function wordingsOf(text: Texts): Wordings {
  if (text === undefined) return {}
  return typeof text === 'string' ? { '*': text } : text
}
