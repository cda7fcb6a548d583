import { expect, it } from 'vitest'
import { exampleWorkflow, openCommandPlace } from './testing/command-place.ts'

const { run, write } = await openCommandPlace()

it('a refusal of several things names each of them', async () => {
  const others = exampleWorkflow.replaceAll('-support', '-help')
  await run('workspace', 'create', 'desk', '--from', await write('others.yaml', others))
  const { code, told } = await run('seed', '--tickets', '1')
  expect(told).toMatch(/^switchyard: .* have\. serviceLine: "\w+-support" is not one of: .*\bgame-help\b.*\.\n$/)
  expect(code).toBe(1)
})

it('a refusal of one thing is said once', async () => {
  const { code, told } = await run('workspace', 'create', 'x', '--name', ' ')
  expect(told).toBe('switchyard: A workspace needs a name.\n')
  expect(code).toBe(1)
})
