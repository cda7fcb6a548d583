import { wilson95 } from '../../core/quality/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Workspace } from '../../platform/context.ts'
import type { Installation } from '../../platform/installation.ts'
import { type MemoryKey, memoryKey } from '../../platform/memory.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { findWorkspace, listEveryWorkspace } from '../access/index.ts'
import { readQaReport } from '../quality/index.ts'
import { listQueues } from '../waits/index.ts'
import { getWorkflow, publishedWorkflow } from '../workflow/index.ts'
import type { PlatformPage, Reading } from './page.ts'
import { type PageDocument, presentPage } from './present-page.ts'

/** However many look, figures are read no oftener. */
const figuresKeptMs = 5_000
const reportKeptMs = 60_000

interface Kept<Value> {
  readonly at: number
  /** Of the workflow it was read for. */
  readonly version: number
  readonly value: Promise<Value>
}

const keptPages = memoryKey('platform-page.pages', () => new Map<string, Kept<PlatformPage>>())
const keptReports = memoryKey('platform-page.reports', () => new Map<string, Kept<Reading>>())

/** The page of a workspace; without a slug that of the oldest workspace that has one. Null when there is none. */
export async function findPlatformPage(
  installation: Installation,
  { slug, requestId }: { slug: string | null; requestId: string },
): Promise<PlatformPage | null> {
  const workspaces = slug === null ? await listEveryWorkspace(installation) : [await findWorkspace(installation, slug)]
  for (const workspace of workspaces) {
    const page = workspace === null ? null : await pageOf(installation, workspace, requestId)
    if (page !== null) return page
  }
  return null
}

async function pageOf(
  installation: Installation,
  workspace: Workspace,
  requestId: string,
): Promise<PlatformPage | null> {
  const context = installation.openContext({ workspace, principal: systemPrincipal, requestId })
  const workflow = await publishedWorkflow(context)
  const page = workflow?.document.platformPage
  if (workflow === null || page === undefined) return null
  return keep(context, keptPages, { version: workflow.version, forMs: figuresKeptMs }, () =>
    readPage(context, workflow, page),
  )
}

async function readPage(context: Context, workflow: WorkflowSnapshot, page: PageDocument): Promise<PlatformPage> {
  const showsFigures = page.figures === true
  const promises = { version: workflow.version, forMs: reportKeptMs }
  const [version, queues, firstResponse] = await Promise.all([
    getWorkflow(context),
    showsFigures ? listQueues(context) : [],
    showsFigures ? keep(context, keptReports, promises, () => readPromises(context)) : null,
  ])
  const now = context.now()
  return presentPage(context.workspace, workflow, page, {
    publishedAt: version?.publishedAt ?? now,
    figures: new Map(queues.map(({ slug, waiting, active }) => [slug, { waiting, active }])),
    firstResponse,
    now,
  })
}

async function readPromises(context: Context): Promise<Reading> {
  const everything = { queue: null, channel: null, serviceLine: null, agentId: null, groupBy: null }
  const { firstResponse } = await readQaReport(context, { from: null, to: null, ...everything })
  const { attainment, met, breached, n, excluded } = firstResponse
  const judged = met + breached
  const interval = attainment === null ? null : wilson95(attainment, judged)
  return { attainment, interval, judged, excluded: n + excluded - judged }
}

/** Whoever comes while it is read waits for that reading; one that failed is not kept. */
function keep<Value>(
  { memory, workspace }: Context,
  key: MemoryKey<Map<string, Kept<Value>>>,
  { version, forMs }: { version: number; forMs: number },
  read: () => Promise<Value>,
): Promise<Value> {
  const kept = memory.of(key)
  const present = kept.get(workspace.id)
  const now = performance.now()
  if (present?.version === version && now - present.at < forMs) return present.value
  const value = read()
  kept.set(workspace.id, { at: now, version, value })
  value.catch(() => kept.delete(workspace.id))
  return value
}
