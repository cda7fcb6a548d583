import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { plantTree, root } from './planted-tree.ts'
import { runTool } from './run-tool.ts'

interface KnipIssue {
  readonly file: string
  readonly exports?: readonly { readonly name: string }[]
  readonly dependencies?: readonly { readonly name: string }[]
  readonly files?: readonly { readonly name: string }[]
}

const configuration = await readFile(join(root, 'knip.json'), 'utf8')
const server = { name: '@switchyard/server', private: true, type: 'module', dependencies: { fastify: '5.12.8' } }
const tree = await plantTree([
  { path: 'knip.json', text: configuration },
  { path: 'server/package.json', text: JSON.stringify(server) },
  { path: 'server/main.ts', text: `import { used } from './jobs/used.ts'\n\nused()\n` },
  { path: 'server/jobs/used.ts', text: `export const used = () => 1\nexport const unused = () => 2\n` },
  { path: 'server/jobs/orphan.ts', text: `export const orphan = () => 3\n` },
])
afterAll(tree.remove)
const run = await runTool('knip', ['--workspace', 'server', '--reporter', 'json', '--no-progress'], tree.folder)
const { issues } = JSON.parse(run.output.slice(run.output.indexOf('{'))) as { issues: readonly KnipIssue[] }

describe('knip (R10)', () => {
  const named = (pick: (issue: KnipIssue) => readonly { readonly name: string }[] | undefined) =>
    issues.flatMap((issue) => (pick(issue) ?? []).map(({ name }) => name))

  it('reports an export nobody imports', () => expect(named((issue) => issue.exports)).toEqual(['unused']))
  it('reports a file nobody imports', () => expect(named((issue) => issue.files)).toEqual(['server/jobs/orphan.ts']))
  it('reports a dependency nobody imports', () => expect(named((issue) => issue.dependencies)).toEqual(['fastify']))
  it('fails over any of them', () => expect(run.status).toBe(1))
})
