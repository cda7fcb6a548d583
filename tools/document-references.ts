import { glob, readFile } from 'node:fs/promises'
import { basename, dirname, join, normalize } from 'node:path/posix'

/** The files of the repository, as seen by the check: paths from its root, with `/`. */
export interface Repository {
  readonly paths: ReadonlySet<string>
  read(path: string): Promise<string>
}

const skipped = ['node_modules', '.git', 'dist', '.switchyard', 'artefacts']

/** Everything a checkout holds, without what is installed, built or kept locally. */
export async function openRepository(root: string): Promise<Repository> {
  const found = glob(['**', '.ci/*'], { cwd: root, exclude: (name) => skipped.includes(name) })
  const paths = await Array.fromAsync(found, (path) => path.replaceAll('\\', '/'))
  return { paths: new Set(paths), read: (path) => readFile(join(root, path), 'utf8') }
}

/** R13: one sentence for each file or heading that a document names and the repository does not have. */
export async function findBrokenReferences(repository: Repository): Promise<string[]> {
  const documents = [...repository.paths].filter((path) => path.endsWith('.md')).toSorted()
  const faults = await Promise.all(
    documents.map(async (path) => {
      const text = withoutBlocks(await repository.read(path))
      const named = [...quotedIn(text), ...linkedIn(text)]
      const broken = await Promise.all(
        named.map(async (name) => ((await isThere(repository, path, name)) ? [] : [name])),
      )
      return [...new Set(broken.flat())].map((name) => `${path} names ${name}, which does not exist`)
    }),
  )
  return faults.flat()
}

/** Fenced blocks are commands and answers, not references. */
function withoutBlocks(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '')
}

/** A bare name in `.js` may as well be a package. */
const fileName =
  /^(?:[\w@.-]+\/)*[\w@.-]+\.(?:ts|tsx|mjs|json|md|sql|yaml|yml|svg|png|css)$|^(?:[\w@.-]+\/)+[\w@.-]+\.js$/
const folderName = /^(server|console|widget|sdk|cli|test|tools|bench|docs|workflows|markets|\.ci)(\/[\w@.-]+)*\/?$/

/** Names between backticks that look like files or folders of a repository; patterns with `*` or `{` do not. */
function quotedIn(text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name)
  return quoted.filter((name) => fileName.test(name) || (name.includes('/') && folderName.test(name)))
}

function linkedIn(text: string): string[] {
  const linked = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
  const targets = linked.map(([, markdown, html]) => markdown ?? html ?? '')
  return targets.filter((target) => !/^[a-z]+:/.test(target))
}

async function isThere(repository: Repository, document: string, name: string): Promise<boolean> {
  const [target = '', heading] = name.split('#')
  const path = target === '' ? document : findPath(repository, document, target)
  if (path === null) return false
  return heading === undefined || headingsOf(await repository.read(path)).includes(heading)
}

/**
 * A path counts from the document or from the root. A bare name is looked for below the document's folder, and for the
 * documents of the whole repository everywhere.
 */
function findPath({ paths }: Repository, document: string, target: string): string | null {
  const folder = dirname(document)
  const clean = target.replace(/\/$/, '')
  const places = [normalize(join(folder, clean)), normalize(clean)]
  const found = places.find((place) => paths.has(place))
  if (found !== undefined || clean.includes('/')) return found ?? null
  const isOfAll = folder === '.' || folder.startsWith('docs')
  const below = isOfAll ? '' : `${folder}/`
  return [...paths].find((path) => path.startsWith(below) && basename(path) === clean) ?? null
}

/** Anchors as they are made of headings: lower case, words joined by dashes. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
}
