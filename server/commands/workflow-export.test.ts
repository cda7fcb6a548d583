import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { exampleWorkflow, openCommandPlace } from './testing/command-place.ts'

const { run, write, path } = await openCommandPlace()
/** As an editor may leave it: what is written is what was applied, to the byte. */
const text = `# Ours\n${exampleWorkflow}\n\n`
await run('workspace', 'create', 'desk', '--from', await write('desk.yaml', text))
await run('workspace', 'create', 'bare')

describe('switchyard workflow export', () => {
  it('writes the workflow in force to a file, as it was written', async () => {
    const file = await write('exported.yaml', 'what was there before')
    const exported = await run('workflow', 'export', file, '--workspace', 'desk')
    expect(exported).toEqual({ code: 0, out: '', told: 'Version 1 of desk.\n' })
    expect(await readFile(file, 'utf8')).toBe(text)
    const again = await run('workflow', 'apply', file, '--workspace', 'desk')
    expect(again.told).toContain('desk has this very text in force (version 1).')
  })

  it('writes it alone to standard output', async () => {
    const exported = await run('workflow', 'export', '--workspace', 'desk')
    expect(exported).toEqual({ code: 0, out: `${text.trimEnd()}\n`, told: 'Version 1 of desk.\n' })
  })

  it.each([
    ['a workspace that has none', ['--workspace', 'bare'], 'bare has no workflow in force yet.'],
    [
      'a workspace that is not there',
      ['--workspace', 'nowhere'],
      'There is no workspace "nowhere"; there is: desk, bare.',
    ],
    ['one of several without saying which', [], 'Say which with --workspace: desk, bare.'],
    ['more than one file', ['other.yaml', '--workspace', 'desk'], /^Write it like this: switchyard workflow export /],
  ])('refuses %s and leaves the file as it is', async (_, args, sentence) => {
    const file = await write('kept.yaml', 'kept')
    const { code, out, told } = await run('workflow', 'export', file, ...args)
    expect(told.replace(/^switchyard: |\n$/g, '')).toEqual(
      typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    )
    expect([code, out]).toEqual([1, ''])
    expect(await readFile(file, 'utf8')).toBe('kept')
  })

  it('says which file it cannot write', async () => {
    const file = path('no-such-folder/exported.yaml')
    const { code, told } = await run('workflow', 'export', file, '--workspace', 'desk')
    expect(told).toMatch(/^switchyard: .*no-such-folder\/exported\.yaml.*\n$/)
    expect(code).toBe(1)
  })
})
