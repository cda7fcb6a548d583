import { describe, expect, it } from 'vitest'
import { exampleWorkflow, failingWorkflow, openCommandPlace, wrongWorkflow } from './testing/command-place.ts'

const { run, write, path, query } = await openCommandPlace()
const good = await write('good.yaml', exampleWorkflow)
const wrong = await write('wrong.yaml', wrongWorkflow)
const failing = await write('failing.yaml', failingWorkflow)
const unkept = await write('unkept.yaml', `${exampleWorkflow}# \0\n`)

const everything = () =>
  query(
    `select workspaces.slug, workspaces.name, workspaces.purpose, workspace_states.workflow_version as version,
       (select workflow_versions.document
        from workflow_versions
        where workflow_versions.workspace_id = workspaces.id) as document,
       (select array_agg(events.type order by events.seq)
        from events
        where events.workspace_id = workspaces.id) as events
     from workspaces
     join workspace_states on workspace_states.workspace_id = workspaces.id
     order by workspaces.slug`,
  )

describe('switchyard workspace create', () => {
  it('makes a workspace that waits for its workflow', async () => {
    const made = await run('workspace', 'create', 'waiting')
    expect(made).toEqual({ code: 0, out: '', told: 'Workspace waiting is there, without a workflow.\n' })
    expect(await everything()).toContainEqual({
      slug: 'waiting',
      name: 'waiting',
      purpose: 'live',
      version: 0,
      document: null,
      events: ['workspace.created'],
    })
  })

  it('makes a workspace for rehearsals with its name and its workflow in force', async () => {
    const made = await run('workspace', 'create', 'rehearsal', '--name', 'Spring rehearsal', '--review', '--from', good)
    expect(made.told).toMatch(/^(\d+) of \1 tests pass.*\.\nWorkspace rehearsal is there\.\n$/)
    expect(made).toMatchObject({ code: 0, out: '' })
    expect(await everything()).toContainEqual({
      slug: 'rehearsal',
      name: 'Spring rehearsal',
      purpose: 'review',
      version: 1,
      document: exampleWorkflow,
      events: ['workspace.created', 'workflow.published'],
    })
  })

  it.each([
    ['a slug with a blank', ['Bad Slug'], 'A slug has up to 63 lower-case letters, digits and inner hyphens.'],
    ['an empty name', ['x', '--name', ' '], 'A workspace needs a name.'],
    ['no slug', [], /^Write it like this: switchyard workspace create SLUG /],
    ['two slugs', ['x', 'y'], /^Write it like this: switchyard workspace create SLUG /],
    ['a flag without its value', ['x', '--from'], '--from needs a value.'],
    ['a flag it does not know', ['x', '--form', good], "Unknown option '--form'"],
    ['a file that is not there', ['x', '--from', path('none.yaml')], `The file ${path('none.yaml')} cannot be read.`],
    ['a workflow with an error', ['x', '--from', wrong], `${wrong} has errors, so the workspace was not made.`],
    [
      'a workflow that no database keeps',
      ['x', '--from', unkept],
      `${unkept} has errors, so the workspace was not made.`,
    ],
    ['a workflow whose tests fail', ['x', '--from', failing], `${failing} has errors, so the workspace was not made.`],
  ])('refuses %s with one sentence and makes nothing', async (_, args, sentence) => {
    const before = await everything()
    const { code, told } = await run('workspace', 'create', ...args)
    const last = told
      .trimEnd()
      .split('\n')
      .at(-1)
      ?.replace(/^switchyard: /, '')
    expect(last).toEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence))
    expect(code).toBe(1)
    expect(await everything()).toEqual(before)
  })

  it('leaves a workspace of that slug as it is', async () => {
    await run('workspace', 'create', 'taken', '--name', 'The first')
    const before = await everything()
    const again = await run('workspace', 'create', 'taken', '--name', 'The second', '--from', good)
    expect(again.told).toMatch(/\nswitchyard: There is a workspace "taken" already\.\n$/)
    expect(again.code).toBe(1)
    expect(await everything()).toEqual(before)
  })
})
