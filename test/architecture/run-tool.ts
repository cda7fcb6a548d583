import { execFile } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { root } from './planted-tree.ts'

/** What a tool said and how it ended. */
export interface ToolRun {
  readonly status: number
  readonly output: string
}

/** Runs one of the repository's own tools in `folder`. */
export function runTool(name: string, args: readonly string[], folder: string): Promise<ToolRun> {
  const binaries = join(root, 'node_modules', '.bin')
  const file = join(binaries, process.platform === 'win32' ? `${name}.cmd` : name)
  const env = { ...process.env, PATH: `${binaries}${delimiter}${process.env['PATH'] ?? ''}` }
  return new Promise((resolve) => {
    execFile(file, [...args], { cwd: folder, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ status, output: stdout + stderr })
    })
  })
}
