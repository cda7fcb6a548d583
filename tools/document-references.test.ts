import { describe, expect, it } from 'vitest'
import { findBrokenReferences, type Repository } from './document-references.ts'

function repositoryOf(files: Record<string, string>): Repository {
  return { paths: new Set(Object.keys(files)), read: async (path) => files[path] ?? '' }
}

const files = {
  'docs/words.md': '# Words\n\n## One word, one thing\n',
  'server/jobs': '',
  'server/jobs/loop.ts': '',
  'server/main.ts': '',
}

async function faultsOf(text: string, path = 'docs/planted.md') {
  return findBrokenReferences(repositoryOf({ ...files, [path]: text }))
}

describe('a document (R13)', () => {
  it.for([
    ['a file between backticks', 'See `server/gone.ts`.', 'server/gone.ts'],
    ['a bare name between backticks', 'See `gone.ts`.', 'gone.ts'],
    ['a link', 'See [this](../server/gone.ts).', '../server/gone.ts'],
    ['a picture', '<img src="images/gone.png">', 'images/gone.png'],
    ['a folder', 'See `server/gone/`.', 'server/gone/'],
    ['a heading', 'See [words](words.md#two-words).', 'words.md#two-words'],
  ] as const)('is refused for %s that does not exist', async ([, text, name]) => {
    expect(await faultsOf(text)).toEqual([`docs/planted.md names ${name}, which does not exist`])
  })

  it.for([
    ['from the root', '`server/main.ts` and `server/jobs/`'],
    ['from its own folder', '[words](words.md) and [main](../server/main.ts)'],
    ['by its heading', '[words](words.md#one-word-one-thing)'],
    ['elsewhere in the world', '[site](https://example.com/gone.md)'],
    ['as a pattern', '`*-store.ts` and `{a,b}.ts`'],
    ['in a block of commands', '```sh\ncat `gone.ts`\n```'],
    ['that is a word and no path', '`ticket.created` and `a/b`'],
  ] as const)('may name what is there %s', async ([, text]) => expect(await faultsOf(text)).toEqual([]))

  it('may name a file below its own folder by its name alone', async () => {
    expect(await faultsOf('`loop.ts`', 'server/README.md')).toEqual([])
    expect(await faultsOf('`loop.ts`', 'docs/adr/README.md')).toEqual([])
    expect(await faultsOf('`loop.ts`', 'console/README.md')).toHaveLength(1)
  })
})
