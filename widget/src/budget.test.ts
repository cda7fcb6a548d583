import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { build } from 'vite'

const folder = join(import.meta.dirname, '..')
const made = new Map<string, string | Uint8Array>()
/** The scripts, with what each imports. */
const imports = new Map<string, readonly string[]>()

beforeAll(async () => {
  const before = process.env['NODE_ENV']
  const result = await build({
    root: folder,
    configFile: join(folder, 'vite.config.ts'),
    logLevel: 'error',
    build: { write: false },
  })
  process.env['NODE_ENV'] = before
  for (const { output } of [result].flat() as { output: readonly Built[] }[])
    for (const file of output) {
      made.set(file.fileName, file.type === 'chunk' ? file.code : file.source)
      if (file.type === 'chunk') imports.set(file.fileName, [...file.imports, ...file.dynamicImports])
    }
})

type Built =
  | {
      readonly type: 'chunk'
      readonly fileName: string
      readonly code: string
      readonly imports: readonly string[]
      readonly dynamicImports: readonly string[]
    }
  | { readonly type: 'asset'; readonly fileName: string; readonly source: string | Uint8Array }

const compressed = (content: string | Uint8Array) => gzipSync(content, { level: 9 }).length

const wordsOf = (isMeant: (name: string) => boolean) =>
  [...made].filter(([name]) => name.endsWith('.json') && isMeant(name)).map(([, content]) => compressed(content))

describe('the bytes that a page of a shop pays', () => {
  it('are below 1,024 for the loader, as it is', () => {
    const loader = made.get('loader.js')
    expect(typeof loader).toBe('string')
    expect(Buffer.byteLength(loader ?? '')).toBeLessThan(1024)
  })

  it('are at most 20 KB compressed for the chat: page, script, style and the largest of its languages', () => {
    const page = String(made.get('frame.html'))
    const named = [...page.matchAll(/(?:src|href)="\/widget\/([^"]+)"/g)].map(([, name = '']) => name)
    expect(named.map((name) => name.split('.').at(-1))).toEqual(['js', 'css'])
    const words = wordsOf((name) => !name.includes('later'))
    expect(words).toHaveLength(3)
    const parts = [page, ...named.map((name) => made.get(name) ?? '')].map(compressed)
    const bytes = parts.reduce((sum, part) => sum + part, 0) + Math.max(...words)
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThanOrEqual(20 * 1024)
  })

  it('are at most 5 KB more for who has something to read, attaches a file or leaves the line, and at the end, and nothing else is loaded later', () => {
    // The page of one session has a script of its own, which is no part of a shop's page.
    const scripts = [...imports.keys()].filter((name) => !/session|loader|frame/.test(name))
    expect(scripts).toEqual([expect.stringContaining('/later-')])
    expect([...imports.values()].flat()).toEqual([])
    const parts = [...made].filter(([name]) => /later-.*[js]s$/.test(name)).map(([, content]) => compressed(content))
    expect(parts).toHaveLength(2)
    const bytes = parts.reduce((sum, part) => sum + part, 0) + Math.max(...wordsOf((name) => name.includes('later')))
    expect(bytes).toBeLessThanOrEqual(5 * 1024)
  })
})
