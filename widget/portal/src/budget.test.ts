import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { build } from 'vite'

const folder = join(import.meta.dirname, '..')

type Built =
  | { readonly type: 'chunk'; readonly fileName: string; readonly code: string }
  | { readonly type: 'asset'; readonly fileName: string; readonly source: string | Uint8Array }

const compressed = (content: string | Uint8Array) => gzipSync(content, { level: 9 }).length

it('a customer loads at most 25 KB compressed: page, script, style and the largest of the languages', async () => {
  const before = process.env['NODE_ENV']
  const configFile = join(folder, 'vite.config.ts')
  const result = await build({ root: folder, configFile, logLevel: 'error', build: { write: false } })
  process.env['NODE_ENV'] = before
  const made = new Map<string, string | Uint8Array>()
  for (const { output } of [result].flat() as { output: readonly Built[] }[])
    for (const file of output) made.set(file.fileName, file.type === 'chunk' ? file.code : file.source)
  const page = String(made.get('index.html'))
  const named = [...page.matchAll(/(?:src|href)="\/portal\/([^"]+)"/g)].map(([, name = '']) => name)
  expect(named.map((name) => name.split('.').at(-1))).toEqual(['js', 'css'])
  const words = [...made].filter(([name]) => name.endsWith('.json')).map(([, content]) => compressed(content))
  expect(words).toHaveLength(3)
  // Nothing else is there to be loaded later.
  expect(made.size).toBe(1 + named.length + words.length)
  const parts = [page, ...named.map((name) => made.get(name) ?? '')].map(compressed)
  const bytes = parts.reduce((sum, part) => sum + part, 0) + Math.max(...words)
  expect(bytes).toBeGreaterThan(8_000)
  expect(bytes).toBeLessThanOrEqual(25 * 1024)
})
