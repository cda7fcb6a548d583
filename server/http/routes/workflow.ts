import { Type } from 'typebox'
import { publishWorkflow } from '../../modules/publishing/index.ts'
import { checkWorkflow, getWorkflow, listWorkflowVersions, type WorkflowCheck } from '../../modules/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { answer } from '../answer.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { etagOf, expectedVersion, taggedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, instant, instantText, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'

const cursor = defineCursor('workflow-versions', Type.Integer())

/** The workspace's operational document: read, checked and published. */
export function workflowRoutes(): Route[] {
  return [getRoute, versionsRoute, checkRoute, publishRoute]
}

const text = (description: string) => Type.String({ minLength: 1, maxLength: 1_000_000, description })
const place = nullable(Type.Integer())

const Problem = Type.Object({
  severity: oneOf(['error', 'warning', 'info']),
  code: Type.String(),
  message: Type.String(),
  pointer: Type.String(),
  line: place,
  column: place,
})

const TestResult = Type.Object({
  name: Type.String(),
  passed: Type.Boolean(),
  expected: Type.Unknown(),
  actual: Type.Unknown(),
  line: place,
})

const WorkflowCheckSchema = component('WorkflowCheck', {
  isPublishable: Type.Boolean(),
  problems: Type.Array(Problem),
  tests: Type.Array(TestResult),
})

const exampleCheck = {
  isPublishable: true,
  problems: [],
  tests: [{ name: 'payment words go to payments', passed: true, expected: {}, actual: {}, line: 214 }],
}

const publisher = Type.Object({ kind: Type.String(), name: nullable(Type.String()) })

const Workflow = component('Workflow', {
  version: Type.Integer(),
  document: Type.String({ description: 'YAML.' }),
  publishedBy: publisher,
  publishedAt: instant(),
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/workflow',
  operationId: 'getWorkflow',
  summary: 'Read the workflow in force',
  tag: 'workflow',
  permission: 'workflow:read',
  answers: { 200: Workflow },
  example: {
    answer: {
      version: 1,
      document: 'workspace: operations-review\n',
      publishedBy: { kind: 'system', name: 'switchyard' },
      publishedAt: '2026-11-20T09:00:00.000Z',
    },
  },
  async handle({ context, request }) {
    const workflow = await getWorkflow(context)
    if (workflow === null) throw new AppError('not_found', 'This workspace has no published workflow yet.')
    const { version, document, publishedBy, publishedAt } = workflow
    const body = {
      version,
      document,
      publishedBy: { kind: publishedBy.kind, name: publishedBy.name ?? null },
      publishedAt: instantText(publishedAt),
    }
    return taggedAnswer(request.headers, { etag: etagOf(tagName(context), version), body })
  },
})

const Version = component('WorkflowVersion', {
  version: Type.Integer(),
  publishedBy: publisher,
  publishedAt: instant(),
})

const versionsRoute = defineRoute({
  method: 'GET',
  url: '/v1/workflow/versions',
  operationId: 'listWorkflowVersions',
  summary: 'List the published versions, newest first',
  tag: 'workflow',
  permission: 'workflow:read',
  query: listQuery({}),
  answers: { 200: pageOf('WorkflowVersionPage', Version) },
  example: {
    answer: {
      data: [
        { version: 1, publishedBy: { kind: 'system', name: 'switchyard' }, publishedAt: '2026-11-20T09:00:00.000Z' },
      ],
      page: { next: null },
    },
  },
  async handle({ context, query }) {
    const limit = query.limit ?? 50
    const versions = await listWorkflowVersions(context, { before: cursor.read(query.after), limit: limit + 1 })
    return pageFrom(versions, limit, {
      next: (last) => cursor.write(last.version),
      item: ({ version, publishedBy, publishedAt }) => ({
        version,
        publishedBy: { kind: publishedBy.kind, name: publishedBy.name ?? null },
        publishedAt: instantText(publishedAt),
      }),
    })
  },
})

const checkRoute = defineRoute({
  method: 'POST',
  url: '/v1/workflow/check',
  operationId: 'checkWorkflow',
  summary: 'Check a document without publishing it',
  description: 'Its faults with their lines, and what its embedded tests say.',
  tag: 'workflow',
  permission: 'workflow:read',
  idempotency: 'none',
  bodyLimit: 2 * 1024 * 1024,
  body: component('WorkflowCheckRequest', { document: text('YAML.') }),
  answers: { 200: WorkflowCheckSchema },
  example: { body: { document: 'workspace: operations-review\n' }, answer: exampleCheck },
  handle: async ({ context, body }) => presentCheck(await checkWorkflow(context, body)),
})

const publishRoute = defineRoute({
  method: 'PUT',
  url: '/v1/workflow',
  operationId: 'publishWorkflow',
  summary: 'Put a document in force',
  description:
    'Only a document without errors whose tests pass. `If-Match` with the tag that was read, or `expectedVersion`, refuses with 412 when somebody published meanwhile. A key that open work, agents, tokens or subscriptions use is not taken away (409 `workflow_key_in_use`) unless `renames` in the document says what it is called now; then they follow.',
  tag: 'workflow',
  permission: 'workflow:write',
  bodyLimit: 2 * 1024 * 1024,
  body: component('WorkflowPublish', {
    document: text('YAML.'),
    expectedVersion: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  answers: { 200: component('WorkflowPublished', { version: Type.Integer(), check: WorkflowCheckSchema }) },
  example: {
    body: { document: 'workspace: operations-review\n', expectedVersion: 1 },
    answer: { version: 2, check: exampleCheck },
  },
  async handle({ context, body, request }) {
    const name = tagName(context)
    const expected = bothOf(expectedVersion(request.headers, name), body.expectedVersion ?? null)
    const published = await publishWorkflow(context, { document: body.document, expectedVersion: expected })
    const { version } = published
    return answer(200, { version, check: presentCheck(published.check) }, { etag: etagOf(name, version) })
  },
})

/** Every workspace has its workflow at one address, so the tag says whose it is. */
function tagName({ workspace }: Context): string {
  return `workflow-${workspace.slug}`
}

/** What the header and the body expect, where one says nothing the other. Throws when they contradict each other. */
function bothOf(header: number | null, body: number | null): number | null {
  if (header === null || body === null || header === body) return header ?? body
  throw new AppError('version_mismatch', `If-Match expects version ${header}, expectedVersion ${body}.`)
}

function presentCheck(check: WorkflowCheck) {
  return {
    isPublishable: check.isPublishable,
    problems: check.problems.map(({ severity, code, message, pointer, line, column }) => ({
      severity,
      code,
      message,
      pointer,
      line,
      column,
    })),
    tests: check.tests.map(({ name, passed, expected, actual, line }) => ({ name, passed, expected, actual, line })),
  }
}
