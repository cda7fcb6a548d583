import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../architecture/planted-tree.ts'

/** How a script ended and what it said. */
export interface ScriptRun {
  readonly status: number | null
  readonly output: string
}

/**
 * A refusal of the API fails a documented `curl`, although a reader's own would print it and go on. What a try said that was
 * repeated goes no further: the answer is written to a file, which each try begins anew, and shown when all is over. The
 * file is named last, so that a command's own comes first. That the machine had too much to do is nobody's mistake: then, and
 * only then, a command is given again.
 */
const strict = `set -euo pipefail
curl() {
  local answer status tries=0
  answer=$(mktemp)
  while
    status=0
    command curl --fail-with-body --silent --show-error "$@" --output "$answer" || status=$?
    tries=$((tries + 1))
    [ "$status" = 22 ] && [ "$tries" -lt 10 ] && grep -q '"code":"overloaded"' "$answer"
  do sleep 1; done
  cat "$answer"
  rm -f "$answer"
  return "$status"
}
`

/** Runs commands as a reader would, in the checkout, but stops at the first that fails. */
export function runScript(script: string, env: Readonly<Record<string, string>> = {}): Promise<ScriptRun> {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`
  const child = spawn('bash', ['-c', strict + script], {
    cwd: root,
    env: { ...process.env, PATH: path, NO_COLOR: '1', npm_config_offline: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (text: Buffer) => void (output += text.toString()))
  child.stderr.on('data', (text: Buffer) => void (output += text.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, output }))
  })
}
