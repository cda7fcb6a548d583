import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the commands of a block are run: in a checkout, against a running server, or to get one. */
const places = ['checkout', 'server', 'start'] as const
type Place = (typeof places)[number]

/** A fenced `sh` block of a document. */
export interface ShellBlock {
  readonly document: string
  /** Line of the fence. */
  readonly line: number
  /** From the comment `<!-- run: server -->` in front of it; null when there is none. */
  readonly place: Place | null
  readonly script: string
}

const documents = [
  '*.md',
  'docs/**/*.md',
  'server/**/*.md',
  'console/**/*.md',
  'widget/**/*.md',
  'sdk/*.md',
  'cli/*.md',
]
const block = /^(?:<!-- run: (\w+) -->\n)?```(?:sh|bash|shell|console)\n([\s\S]*?)^```$/gm

/** Every block of commands in the documents of the repository. */
export async function readShellBlocks(root: string): Promise<ShellBlock[]> {
  const found = glob(documents, { cwd: root, exclude: (name) => name === 'node_modules' || name === 'dist' })
  const paths = (await Array.fromAsync(found)).toSorted()
  const blocks = await Promise.all(
    paths.map(async (path) => blocksOf(path.replaceAll('\\', '/'), await readFile(join(root, path), 'utf8'))),
  )
  return blocks.flat()
}

/** The blocks of one document. */
export function blocksOf(document: string, text: string): ShellBlock[] {
  return [...text.matchAll(block)].map((match) => ({
    document,
    line: text.slice(0, match.index).split('\n').length,
    place: places.find((place) => place === match[1]) ?? null,
    script: match[2] ?? '',
  }))
}
