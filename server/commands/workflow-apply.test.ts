import { describe, expect, it } from 'vitest'
import { exampleWorkflow, failingWorkflow, openCommandPlace, wrongWorkflow } from './testing/command-place.ts'

const { run, write, path, query } = await openCommandPlace()
const good = await write('good.yaml', exampleWorkflow)
await run('workspace', 'create', 'desk', '--from', good)
await run('workspace', 'create', 'other')

const versionsOf = (slug: string) =>
  query(
    `select workflow_versions.version, workflow_versions.document,
       workflow_versions.version = workspace_states.workflow_version as "isInForce"
     from workspaces
     join workspace_states on workspace_states.workspace_id = workspaces.id
     join workflow_versions on workflow_versions.workspace_id = workspaces.id
     where workspaces.slug = $1
     order by workflow_versions.version`,
    [slug],
  )

describe('switchyard workflow apply', () => {
  it('puts a file in force as a version of its own, once', async () => {
    await run('workspace', 'create', 'changing', '--from', good)
    const text = `${exampleWorkflow}# Changed\n`
    const file = await write('changed.yaml', text)
    const applied = await run('workflow', 'apply', file, '--workspace', 'changing')
    expect(applied.told).toMatch(/^(\d+) of \1 tests pass.*\.\nVersion 2 is in force in changing\.\n$/)
    expect(applied).toMatchObject({ code: 0, out: '' })
    const again = await run('workflow', 'apply', file, '--workspace', 'changing')
    expect(again.told).toMatch(/\nchanging has this very text in force \(version 2\)\.\n$/)
    expect(again.code).toBe(0)
    expect(await versionsOf('changing')).toEqual([
      { version: 1, document: exampleWorkflow, isInForce: false },
      { version: 2, document: text, isInForce: true },
    ])
  })

  it('puts the first workflow in force where none was', async () => {
    await run('workspace', 'create', 'first')
    const applied = await run('workflow', 'apply', good, '--workspace', 'first')
    expect(applied.told).toMatch(/\nVersion 1 is in force in first\.\n$/)
    expect(await versionsOf('first')).toEqual([{ version: 1, document: exampleWorkflow, isInForce: true }])
  })

  it('names line, column and code of an error, and leaves what is in force', async () => {
    const file = await write('wrong.yaml', wrongWorkflow)
    const before = await versionsOf('desk')
    const { code, out, told } = await run('workflow', 'apply', file, '--workspace', 'desk')
    const line = exampleWorkflow.split('\n').findIndex((text) => text.includes('otherwise: frontline')) + 1
    expect(out).toMatch(new RegExp(`^${file}:${line}:\\d+ error unknown_queue `, 'm'))
    expect(told).toBe(`1 error.\nswitchyard: ${file} was not put in force.\n`)
    expect(code).toBe(1)
    expect(await versionsOf('desk')).toEqual(before)
  })

  it('names the test in the file that fails, and leaves what is in force', async () => {
    const file = await write('failing.yaml', failingWorkflow)
    const before = await versionsOf('desk')
    const { code, out, told } = await run('workflow', 'apply', file, '--workspace', 'desk')
    const line = failingWorkflow.split('\n').findIndex((text) => text.includes('- name: urgent is critical')) + 1
    expect(out).toMatch(new RegExp(`^${file}:${line}:1 error test_failed "urgent is critical": expected `, 'm'))
    expect(told).toMatch(/ tests pass.*\nswitchyard: .* was not put in force\.\n$/)
    expect(code).toBe(1)
    expect(await versionsOf('desk')).toEqual(before)
  })

  it.each([
    ['no file', ['--workspace', 'desk'], /^Write it like this: switchyard workflow apply FILE --workspace SLUG$/],
    ['a file that is not there', [path('none.yaml')], `The file ${path('none.yaml')} cannot be read.`],
    ['a workspace that is not there', [good, '--workspace', 'nowhere'], /^There is no workspace "nowhere"; there is: /],
    ['one of several without saying which', [good], /^Say which with --workspace: .*\bdesk\b.*\bother\b.*\.$/],
  ])('refuses %s and puts nothing in force', async (_, args, sentence) => {
    const count = () => query('select count(*)::int as versions from workflow_versions')
    const before = await count()
    const { code, told } = await run('workflow', 'apply', ...args)
    const last = told
      .trimEnd()
      .split('\n')
      .at(-1)
      ?.replace(/^switchyard: /, '')
    expect(last).toEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence))
    expect(code).toBe(1)
    expect(await count()).toEqual(before)
  })
})
