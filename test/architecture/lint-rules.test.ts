import { afterAll, describe, expect, it } from 'vitest'
import { type PlantedFile, plantTree, readPlantedFiles } from './planted-tree.ts'
import { runTool } from './run-tool.ts'

interface Diagnostic {
  readonly filename: string
  readonly code: string
  readonly message: string
  readonly help?: string
}

const lines = (count: number) => '// a line\n'.repeat(count)

/** Too long to be kept as files. */
const longFiles: readonly PlantedFile[] = [
  { path: 'server/jobs/long-file.ts', text: `// expects: max-lines\nexport const end = ''\n${lines(299)}` },
  { path: 'server/jobs/as-long-as-allowed.ts', text: `// expects: nothing\nexport const end = ''\n${lines(298)}` },
  {
    path: 'server/jobs/long-function.ts',
    text: `// expects: max-lines-per-function\nexport function run() {\n${'  String(1)\n'.repeat(69)}}\n`,
  },
]

const files = [...(await readPlantedFiles()), ...longFiles]
const tree = await plantTree(files)
afterAll(tree.remove)
const run = await runTool('oxlint', ['--type-aware', '--format', 'json'], tree.folder)
const { diagnostics } = JSON.parse(run.output) as { diagnostics: readonly Diagnostic[] }

/** `no-restricted-imports (R1)`: the rule, and words that its message has. */
function expectationOf({ text }: PlantedFile) {
  const [, rule = '', words = ''] = /^\/\/ expects: (\S+) ?(.*)$/m.exec(text) ?? []
  return { rule, words }
}

/** `eslint(max-params)` is `max-params`, `typescript(no-explicit-any)` is `typescript/no-explicit-any`. */
function ruleOf(code: string): string {
  return code.replace(/^(?:eslint|eslint-plugin-)?([\w-]*)\((.+)\)$/, (_, plugin: string, rule: string) =>
    plugin === '' ? rule : `${plugin}/${rule}`,
  )
}

describe('the linter', () => {
  const wanting = files.filter((file) => expectationOf(file).rule !== 'nothing')
  const clean = files.filter((file) => expectationOf(file).rule === 'nothing')

  it.for(wanting)('reports $path once, for the rule it breaks', (file) => {
    const { rule, words } = expectationOf(file)
    const found = diagnostics.filter(({ filename }) => filename === file.path)
    expect(found.map(({ code }) => ruleOf(code))).toEqual([rule])
    expect(`${found[0]?.message} ${found[0]?.help}`).toContain(words)
  })

  it.for(clean)('accepts $path', (file) => {
    expect(diagnostics.filter(({ filename }) => filename === file.path)).toEqual([])
  })

  it('fails over any of them', () => expect(run.status).not.toBe(0))
})
