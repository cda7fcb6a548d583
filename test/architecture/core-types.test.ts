import { afterAll, describe, expect, it } from 'vitest'
import { plantTree } from './planted-tree.ts'
import { runTool } from './run-tool.ts'

const tree = await plantTree([
  { path: 'server/platform/clock.ts', text: `export const clock = 0\n` },
  {
    path: 'server/core/reaches-out.ts',
    text: `import { clock } from '../platform/clock.ts'\n\nexport const now = clock\n`,
  },
  { path: 'server/core/clocks/asks-process.ts', text: `export const level = process.pid\n` },
  {
    path: 'server/core/clocks/reads-files.ts',
    text: `import { readFile } from 'node:fs'\n\nexport const read = readFile\n`,
  },
  { path: 'server/core/clocks/waits.ts', text: `export const wait = () => setTimeout(() => {}, 1)\n` },
  { path: 'server/core/clocks/pure.ts', text: `export const add = (a: number, b: number) => a + b\n` },
])
afterAll(tree.remove)
const { status, output } = await runTool('tsc', ['-p', 'server/core'], tree.folder)

describe('the types of the core (R1)', () => {
  it.for([
    ['an import from outside, which the linter cannot see in this place', /reaches-out\.ts.*TS6059/],
    ['the process', /asks-process\.ts.*TS2(580|591)/],
    ['the file system', /reads-files\.ts.*TS2(307|580|591)/],
    ['a timer', /waits\.ts.*TS2(304|584|552)/],
  ] as const)('do not know %s', ([, error]) => expect(output).toMatch(error))

  it('accept what is pure', () => {
    expect(output).not.toContain('pure.ts')
    expect(status).not.toBe(0)
  })
})
